package io.varve.internal.engine;

import io.varve.SnapshotCost;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the pages that one snapshot needs and nothing else does. For one use, while no page is deleted. */
final class SnapshotCosts {

    /** How many pages are read by one call of the store. */
    private static final int READ = 64;

    private static final int LIST = 1_000;

    private final TenantId tenant;
    private final TimelineRefs refs;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Runnable requireOpen;
    private long ownPages;
    private long ownBytes;

    /**
     * Makes a counter.
     *
     * @param requireOpen fails if the tenant was closed, which ends a count
     */
    SnapshotCosts(TenantId tenant, TimelineRefs refs, SnapshotStore store, TenantPages pages, Runnable requireOpen) {
        this.tenant = tenant;
        this.refs = refs;
        this.store = store;
        this.pages = pages;
        this.requireOpen = requireOpen;
    }

    /** Counts the pages that would go with a snapshot, as all is stored at this moment. */
    SnapshotCost of(SnapshotInfo snapshot) {
        String name = refs.snapshot(snapshot.sequence());
        List<Ref> others = new ArrayList<>();
        List<PageLink> roots = List.of();
        for (Ref ref : RefCut.of(store, tenant)) {
            if (ref.name().equals(name)) {
                roots = RefRoots.of(List.of(ref));
            } else {
                others.add(ref);
            }
        }
        if (roots.isEmpty()) {
            throw new SnapshotNotFoundException(
                    "the snapshot " + snapshot.label() + " of tenant '" + tenant + "' was removed meanwhile");
        }
        PageWalk walk = new PageWalk(pages::links, requireOpen);
        walk.from(RefRoots.of(others));
        Set<PageId> kept = basesOf(walk.found());
        Set<PageId> bases = count(roots, walk.found(), kept);
        bases.removeAll(kept);
        countBases(bases, walk.found());
        return new SnapshotCost(snapshot, ownPages, ownBytes);
    }

    /** The pages that others are deltas of which are needed. */
    private Set<PageId> basesOf(PageIdSet needed) {
        Set<PageId> bases = new HashSet<>();
        PageId after = null;
        List<PageStat> found;
        do {
            requireOpen.run();
            PageId from = after;
            found = Faults.translating(
                    "list the pages of tenant '" + tenant + "'", () -> store.scanPages(tenant, from, LIST));
            List<PageId> small = new ArrayList<>();
            for (PageStat page : found) {
                after = page.id();
                if (PageFormat.mayBeDelta(page.size()) && needed.contains(page.id())) {
                    small.add(page.id());
                }
            }
            for (int i = 0; i < small.size(); i += READ) {
                bases.addAll(pages.bases(small.subList(i, Math.min(small.size(), i + READ))));
            }
        } while (found.size() == LIST);
        return bases;
    }

    /** Counts pages for themselves: what they mention may be gone. */
    private void countBases(Set<PageId> bases, PageIdSet counted) {
        for (PageId base : bases) {
            if (counted.add(base)) {
                requireOpen.run();
                TenantPages.Read read = pages.read(List.of(base));
                ownPages += read.pages();
                ownBytes += read.bytes();
            }
        }
    }

    /**
     * Goes down from some roots, but not into what is needed otherwise: all below that is too. A page that is kept as a base is
     * not counted, but gone into: what it mentions is not kept with it.
     *
     * @return the pages that those counted are deltas of
     */
    private Set<PageId> count(List<PageLink> roots, PageIdSet needed, Set<PageId> kept) {
        Set<PageId> bases = new HashSet<>();
        List<PageId> unread = new ArrayList<>();
        for (PageLink root : roots) {
            if (needed.add(root.id())) {
                unread.add(root.id());
            }
        }
        while (!unread.isEmpty()) {
            requireOpen.run();
            List<PageId> some = unread.subList(Math.max(0, unread.size() - READ), unread.size());
            List<PageId> keptHere = some.stream().filter(kept::contains).toList();
            List<PageId> freed =
                    some.stream().filter(page -> !kept.contains(page)).toList();
            some.clear();
            List<PageLink> links = new ArrayList<>(pages.links(keptHere));
            TenantPages.Read own = pages.read(freed);
            ownPages += own.pages();
            ownBytes += own.bytes();
            bases.addAll(own.bases());
            links.addAll(own.links());
            for (PageLink link : links) {
                if (needed.add(link.id())) {
                    unread.add(link.id());
                }
            }
        }
        return bases;
    }
}
