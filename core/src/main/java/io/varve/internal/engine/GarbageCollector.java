package io.varve.internal.engine;

import io.varve.GarbageReport;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Removes the pages of one tenant that nobody needs. {@code docs/decisions/0040-garbage.md} says why it never removes
 * another:
 *
 * <ol>
 *   <li>while no write is under way, a new epoch is begun, then the refs are read, then what the heap holds;
 *   <li>what can be reached from either is marked;
 *   <li>what is not marked, and was not put since the epoch began, is deleted.
 * </ol>
 *
 * The last two go on beside readers and writers. Thread-safe; one collection at a time.
 */
final class GarbageCollector {

    /** How many pages are listed and deleted by one call of the store. */
    private static final int BATCH = 1_000;

    private static final int FIRST_REF_LIMIT = 1 << 14;

    private final TenantId tenant;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Timeline<?> timeline;
    private final Persister<?> persister;
    private final Runnable requireOwned;
    private final Runnable requireOpen;
    private final Runnable letGo;
    private final ReentrantLock collecting = new ReentrantLock();

    /**
     * Makes a collector.
     *
     * @param requireOwned fails if the tenant is another manager's by now
     * @param requireOpen fails if the tenant was closed, which ends a collection
     * @param letGo lets go of what is kept on the heap only because it may be useful
     */
    GarbageCollector(
            TenantId tenant,
            SnapshotStore store,
            TenantPages pages,
            Timeline<?> timeline,
            Persister<?> persister,
            Runnable requireOwned,
            Runnable requireOpen,
            Runnable letGo) {
        this.tenant = tenant;
        this.store = store;
        this.pages = pages;
        this.timeline = timeline;
        this.persister = persister;
        this.requireOwned = requireOwned;
        this.requireOpen = requireOpen;
        this.letGo = letGo;
    }

    /** What was there when the epoch began. */
    private record Cut(TenantMark mark, List<PageLink> roots, List<PageLink> held) {}

    GarbageReport.Collected collect() {
        RunningTransition.refuse("collect the garbage of tenant '" + tenant + "'");
        collecting.lock();
        try {
            long began = System.nanoTime();
            Cut cut = timeline.betweenWrites(this::cut);
            PageWalk walk = new PageWalk(pages::links, requireOpen);
            int reachable = walk.from(cut.roots());
            int pinned = walk.from(cut.held());
            Sweep sweep = new Sweep(walk.found(), cut.mark());
            sweep.run();
            return new GarbageReport.Collected(
                    tenant.value(),
                    cut.mark().epoch(),
                    sweep.scanned,
                    reachable,
                    pinned,
                    sweep.deleted,
                    sweep.bytes,
                    Duration.ofNanos(System.nanoTime() - began));
        } finally {
            collecting.unlock();
        }
    }

    /** Does something while no collection is under way. */
    void whenIdle(Runnable action) {
        collecting.lock();
        try {
            action.run();
        } finally {
            collecting.unlock();
        }
    }

    /** The order of these steps is what keeps pages that are needed from being deleted. */
    private Cut cut() {
        requireOpen.run();
        letGo.run();
        TenantMark mark = persister.nextEpoch();
        List<PageLink> roots = RefRoots.of(allRefs());
        return new Cut(mark, roots, pages.held().links());
    }

    /** All refs by one call, since only those that one call returns are as they were at one instant. */
    private List<Ref> allRefs() {
        for (int limit = FIRST_REF_LIMIT; ; limit = Math.multiplyExact(limit, 4)) {
            int most = limit;
            List<Ref> refs = Faults.translating(
                    "read the refs of tenant '" + tenant + "'", () -> store.scanRefs(tenant, "", null, most));
            if (refs.size() < limit) {
                return refs;
            }
        }
    }

    /** Deletes what is not marked and older than an epoch. */
    private final class Sweep {

        private final PageIdSet marked;
        private final long epoch;
        private final RefUpdate guard;
        private long scanned;
        private long deleted;
        private long bytes;

        Sweep(PageIdSet marked, TenantMark mark) {
            this.marked = marked;
            this.epoch = mark.epoch();
            // Whatever was removed and created again since has another mark, and keeps its pages.
            this.guard = RefUpdate.check(RefNames.MARK, mark.encode());
        }

        void run() {
            PageId after = null;
            List<PageStat> found;
            do {
                requireOpen.run();
                PageId from = after;
                found = Faults.translating(
                        "list the pages of tenant '" + tenant + "'", () -> store.scanPages(tenant, from, BATCH));
                for (PageStat page : found) {
                    after = page.id();
                }
                scanned += found.size();
                delete(found.stream()
                        .filter(page -> page.stamp() < epoch && !marked.contains(page.id()))
                        .toList());
            } while (found.size() == BATCH);
        }

        private void delete(List<PageStat> garbage) {
            if (garbage.isEmpty()) {
                return;
            }
            requireOwned.run();
            List<PageId> ids = new ArrayList<>(garbage.size());
            for (PageStat page : garbage) {
                ids.add(page.id());
                bytes += page.size();
            }
            deleted += Faults.translating(
                    "delete pages of tenant '" + tenant + "'", () -> store.deletePages(tenant, guard, ids, epoch));
        }
    }
}
