package io.varve.internal.engine;

import io.varve.Footprint;
import io.varve.internal.page.PageLink;
import io.vavr.control.Option;
import java.lang.ref.Reference;

/** Counts the pages of snapshots. */
final class Footprints {

    private final TenantPages pages;
    private final Runnable requireOpen;

    /**
     * Makes a counter.
     *
     * @param requireOpen fails if the tenant was closed, which ends a count
     */
    Footprints(TenantPages pages, Runnable requireOpen) {
        this.pages = pages;
        this.requireOpen = requireOpen;
    }

    /** Counts the pages of a snapshot, and which of them are those of the one before it. Both are stored. */
    <S> Footprint of(Entry<S> entry, Option<Entry<S>> before) {
        try {
            PageIdSet beforePages =
                    walked(before.map(entryBefore -> entryBefore.cell().link()));
            PageIdSet ownPages = walked(Option.some(entry.cell().link()));
            return new Footprint(entry.info(), before.map(Entry::info), ownPages.size(), ownPages.countIn(beforePages));
        } finally {
            // Held until the end, so that no page is collected meanwhile if a snapshot is deleted.
            Reference.reachabilityFence(entry);
            Reference.reachabilityFence(before);
        }
    }

    private PageIdSet walked(Option<PageLink> root) {
        PageWalk walk = new PageWalk(pages::links, requireOpen);
        walk.from(root);
        return walk.found();
    }
}
