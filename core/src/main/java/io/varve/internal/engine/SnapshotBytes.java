package io.varve.internal.engine;

import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the bytes of the pages that states need one after the other: each page for the state that needs it first. The pages
 * that others are deltas of count as well. For one use, while no page is deleted.
 */
final class SnapshotBytes {

    /** How many pages are read by one call of the store. */
    private static final int READ = 64;

    private final TenantPages pages;
    private final Runnable beforeReading;
    private final PageSizes sizes;
    private final PageIdSet found = new PageIdSet();
    private final PageIdSet counted = new PageIdSet();
    private final ArrayDeque<PageId> unread = new ArrayDeque<>();

    /** Pages that may be deltas of others, and were not looked at yet. */
    private final List<PageId> small = new ArrayList<>();

    private long bytes;

    /**
     * Lists the pages.
     *
     * @param beforeReading called before each call of the store; ends the count by throwing
     */
    SnapshotBytes(TenantId tenant, SnapshotStore store, TenantPages pages, Runnable beforeReading) {
        this.pages = pages;
        this.beforeReading = beforeReading;
        this.sizes = PageSizes.of(store, tenant, beforeReading);
    }

    /** The bytes that a state needs beyond those before it. */
    long beyondTheOthers(PageLink root) {
        long before = bytes;
        meet(root);
        while (!unread.isEmpty() || !small.isEmpty()) {
            beforeReading.run();
            if (small.size() >= READ || unread.isEmpty()) {
                List<PageId> some = small.subList(Math.max(0, small.size() - READ), small.size());
                pages.bases(List.copyOf(some)).forEach(this::count);
                some.clear();
            } else {
                List<PageId> next = new ArrayList<>();
                while (next.size() < READ && !unread.isEmpty()) {
                    next.add(unread.pop());
                }
                pages.links(next).forEach(this::meet);
            }
        }
        return bytes - before;
    }

    private void meet(PageLink link) {
        if (!found.add(link.id())) {
            return;
        }
        if (link.hasLinks()) {
            unread.push(link.id());
        }
        if (PageFormat.mayBeDelta(sizes.of(link.id()))) {
            small.add(link.id());
        }
        count(link.id());
    }

    private void count(PageId page) {
        if (counted.add(page)) {
            bytes += sizes.of(page);
        }
    }
}
