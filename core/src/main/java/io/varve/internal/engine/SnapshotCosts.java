package io.varve.internal.engine;

import io.varve.SnapshotCost;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;

/** Finds the pages that one snapshot needs and nothing else does. For one use, while no page is deleted. */
final class SnapshotCosts {

    /** How many pages are read by one call of the store. */
    private static final int READ = 64;

    private final TenantId tenant;
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
    SnapshotCosts(TenantId tenant, SnapshotStore store, TenantPages pages, Runnable requireOpen) {
        this.tenant = tenant;
        this.store = store;
        this.pages = pages;
        this.requireOpen = requireOpen;
    }

    /** Counts the pages that would go with a snapshot, as all is stored at this moment. */
    SnapshotCost of(SnapshotInfo snapshot) {
        String name = RefNames.snapshot(snapshot.sequence());
        List<Ref> others = new ArrayList<>();
        PageLink root = null;
        for (Ref ref : RefCut.of(store, tenant)) {
            if (ref.name().equals(name)) {
                root = StoredTenant.rootOf(ref);
            } else {
                others.add(ref);
            }
        }
        if (root == null) {
            throw new SnapshotNotFoundException(
                    "the snapshot " + snapshot.label() + " of tenant '" + tenant + "' was removed meanwhile");
        }
        PageWalk walk = new PageWalk(pages::links, requireOpen);
        walk.from(RefRoots.of(others));
        count(root, walk.found());
        return new SnapshotCost(snapshot, ownPages, ownBytes);
    }

    /** Goes down from a root, but not into what is needed otherwise: all below that is too. */
    private void count(PageLink root, PageIdSet needed) {
        List<PageId> unread = new ArrayList<>();
        if (needed.add(root.id())) {
            unread.add(root.id());
        }
        while (!unread.isEmpty()) {
            requireOpen.run();
            List<PageId> some = unread.subList(Math.max(0, unread.size() - READ), unread.size());
            TenantPages.Read read = pages.read(List.copyOf(some));
            some.clear();
            ownPages += read.pages();
            ownBytes += read.bytes();
            for (PageLink link : read.links()) {
                if (needed.add(link.id())) {
                    unread.add(link.id());
                }
            }
        }
    }
}
