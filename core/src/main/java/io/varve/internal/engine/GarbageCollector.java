package io.varve.internal.engine;

import io.varve.GarbageReport;
import io.varve.internal.page.PageFormat;
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
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes the pages of one tenant that nobody needs. {@code docs/decisions/0040-garbage.md} says why it never removes
 * another:
 *
 * <ol>
 *   <li>while no write is under way, a new epoch is begun, then the refs are read, then what the heap holds;
 *   <li>what can be reached from either is marked;
 *   <li>what is not marked, and was not put since the epoch began, is deleted; what may be a delta first, and of the rest
 *       only what no delta that is there needs.
 * </ol>
 *
 * The last two go on beside readers and writers. Thread-safe; one collection at a time.
 */
final class GarbageCollector {

    /** How many pages are listed and deleted by one call of the store. */
    private static final int BATCH = 1_000;

    /** How many pages are read by one call of the store. */
    private static final int READ = 64;

    private final TenantId tenant;
    private final SnapshotStore store;
    private final TenantPages pages;
    private final Timeline<?> timeline;
    private final Persister<?> persister;
    private final Runnable requireOwned;
    private final Runnable requireOpen;
    private final Runnable letGo;
    private final OutdatedRefs outdated;
    private final @Nullable SharedTenant sharers;
    private final ReentrantLock collecting = new ReentrantLock();

    /**
     * Makes a collector.
     *
     * @param requireOwned fails if the tenant is another manager's by now
     * @param requireOpen fails if the tenant was closed, which ends a collection
     * @param letGo lets go of what is kept on the heap only because it may be useful
     * @param outdated finds what others have left and is of no use any more
     * @param sharers who have the tenant open too, or null if nobody may
     */
    GarbageCollector(
            TenantId tenant,
            SnapshotStore store,
            TenantPages pages,
            Timeline<?> timeline,
            Persister<?> persister,
            Runnable requireOwned,
            Runnable requireOpen,
            Runnable letGo,
            OutdatedRefs outdated,
            @Nullable SharedTenant sharers) {
        this.tenant = tenant;
        this.store = store;
        this.pages = pages;
        this.timeline = timeline;
        this.persister = persister;
        this.requireOwned = requireOwned;
        this.requireOpen = requireOpen;
        this.letGo = letGo;
        this.outdated = outdated;
        this.sharers = sharers;
    }

    /** What was there when the epoch began. */
    private record Cut(TenantMark mark, List<PageLink> roots, List<PageLink> held) {}

    /**
     * Collects.
     *
     * @param pace told how many pages are about to be read or listed; may wait, and is called without a lock of the writers
     */
    GarbageReport.Collected collect(IntConsumer pace) {
        RunningTransition.refuse("collect the garbage of tenant '" + tenant + "'");
        collecting.lock();
        try {
            long began = System.nanoTime();
            Cut cut = sharers == null ? timeline.betweenWrites(this::cut) : cutWith(sharers);
            PageWalk walk = new PageWalk(
                    ids -> {
                        pace.accept(ids.size());
                        return pages.links(ids);
                    },
                    requireOpen);
            int reachable = walk.from(cut.roots());
            // A state may have expired that a process still holds.
            int pinned = sharers == null
                    ? walk.from(cut.held())
                    : walk.fromPresent(cut.held(), ids -> {
                        pace.accept(ids.size());
                        return pages.linksOfPresent(ids);
                    });
            Sweep sweep = new Sweep(walk.found(), cut.mark(), pace);
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

    /** Whether somebody waits for the end of a collection. */
    boolean isAwaited() {
        return collecting.hasQueuedThreads();
    }

    /** Does something while no collection is under way. */
    void whenIdle(Runnable action) {
        whenIdle(() -> {
            action.run();
            return true;
        });
    }

    /** Finds something out while no collection is under way. */
    <T> T whenIdle(Supplier<T> action) {
        collecting.lock();
        try {
            return action.get();
        } finally {
            collecting.unlock();
        }
    }

    /** The order of these steps is what keeps pages that are needed from being deleted. */
    private Cut cut() {
        TenantMark mark = beginEpoch();
        List<PageLink> roots = RefRoots.of(RefCut.of(store, tenant));
        return new Cut(mark, roots, pages.held().links());
    }

    /** The same where others share the tenant: before the cut, each tells what it holds, this process too, or is shut out. */
    private Cut cutWith(SharedTenant others) {
        TenantMark mark = timeline.betweenWrites(() -> {
            TenantMark begun = beginEpoch();
            others.acknowledge();
            return begun;
        });
        List<Ref> refs = others.awaitCut(mark, requireOpen);
        return new Cut(mark, RefRoots.of(refs), RefRoots.leased(refs));
    }

    private TenantMark beginEpoch() {
        requireOpen.run();
        letGo.run();
        return persister.nextEpoch(outdated.deletions());
    }

    /** Deletes what is not marked and older than an epoch. */
    private final class Sweep {

        private final PageIdSet marked;
        private final long epoch;
        private final RefUpdate guard;
        private final IntConsumer pace;
        private long scanned;
        private long deleted;
        private long bytes;

        Sweep(PageIdSet marked, TenantMark mark, IntConsumer pace) {
            this.marked = marked;
            this.pace = pace;
            this.epoch = mark.epoch();
            // Whatever was removed and created again since has another mark, and keeps its pages.
            this.guard = RefUpdate.check(RefNames.MARK, mark.encode());
        }

        /**
         * A garbage delta is put again by whoever comes to the same content, and is what it was then: one of the same base. So
         * no base goes before all deltas are gone that could be put again, and those that were meanwhile have been read.
         */
        void run() {
            list(found -> {
                scanned += found.size();
                List<PageStat> small = found.stream()
                        .filter(page -> PageFormat.mayBeDelta(page.size()))
                        .toList();
                delete(small);
                markBases(small);
            });
            list(this::delete);
        }

        private void list(Consumer<List<PageStat>> visitor) {
            PageId after = null;
            List<PageStat> found;
            do {
                requireOpen.run();
                PageId from = after;
                found = Faults.translating(
                        "list the pages of tenant '" + tenant + "'", () -> store.scanPages(tenant, from, BATCH));
                pace.accept(found.size());
                for (PageStat page : found) {
                    after = page.id();
                }
                visitor.accept(found);
            } while (found.size() == BATCH);
        }

        private void markBases(List<PageStat> small) {
            for (int from = 0; from < small.size(); from += READ) {
                List<PageStat> some = small.subList(from, Math.min(small.size(), from + READ));
                pace.accept(some.size());
                requireOpen.run();
                pages.bases(some.stream().map(PageStat::id).toList()).forEach(marked::add);
            }
        }

        private void delete(List<PageStat> found) {
            deleteAll(found.stream()
                    .filter(page -> page.stamp() < epoch && !marked.contains(page.id()))
                    .toList());
        }

        private void deleteAll(List<PageStat> garbage) {
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
