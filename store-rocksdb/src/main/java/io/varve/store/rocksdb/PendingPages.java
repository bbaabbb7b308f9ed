package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The pages that are in packs and not yet where they belong, on the heap: every read asks here first, then the families.
 * A page is here before the commit that puts it is visible, and until after it is in the families: who looks in this order
 * never misses it.
 *
 * <p>There are up to two {@linkplain Generation generations}: the one that commits fill, and the one before, while it is
 * folded. What is here has a stamp at least as large as that in the families.
 *
 * <p>Reading is thread-safe. What changes a tenant's pages happens under that tenant's lock, and what removes pages that
 * were committed, in {@link Folding#alone}.
 */
final class PendingPages {

    /** Guards the generations, the next number, and the counts of commits under way. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition written = lock.newCondition();

    /** Held shared by who must not see pages go. */
    private final ReadWriteLock moves = new ReentrantReadWriteLock();

    private volatile View view = new View(new Generation(), null);

    /** The number of the next pack. */
    private long next;

    /** The numbers below this are of the generation that is folded, or of earlier ones. */
    private long frozenBelow;

    /** Both generations at one instant; the second is null while nothing is folded. */
    private record View(Generation filling, @Nullable Generation folding) {

        @Nullable
        PendingPage find(TenantId tenant, PageId id) {
            PendingPage newest = filling.find(tenant, id);
            if (folding == null || newest != null && newest.bytes() != null) {
                return newest;
            }
            PendingPage older = folding.find(tenant, id);
            return newest == null ? older : newest.after(older);
        }

        List<Generation> newestFirst() {
            return folding == null ? List.of(filling) : List.of(filling, folding);
        }
    }

    /** A pack whose commit is being written: {@link #end} it in every case. */
    record Entry(long number, Pack pack, Generation generation, List<@Nullable PendingPage> before) {}

    /** Adds the packs that were found when the database was opened, by their numbers, before anybody else knows of this. */
    void recover(Map<Long, Pack> packs) {
        packs.forEach((number, pack) -> {
            view.filling.add(number, pack, new ArrayList<>());
            next = number + 1;
        });
    }

    /** Makes the pages of a commit readable and gives its pack a number. */
    Entry begin(Pack pack) {
        Generation filling;
        long number;
        lock.lock();
        try {
            filling = view.filling;
            filling.underWay++;
            number = next++;
        } finally {
            lock.unlock();
        }
        Entry entry =
                new Entry(number, pack, filling, new ArrayList<>(pack.pages().size()));
        try {
            filling.add(number, pack, entry.before);
        } catch (RuntimeException | Error e) {
            // What is here and in no pack would be taken for stored.
            end(entry, false);
            throw e;
        }
        return entry;
    }

    /** Ends what {@link #begin} began, and takes it back if it was not written. */
    void end(Entry entry, boolean isWritten) {
        if (!isWritten) {
            entry.generation.remove(entry.number, entry.pack, entry.before);
        }
        lock.lock();
        try {
            entry.generation.underWay--;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is pending of a page, or null: it is where it belongs then, or nowhere. */
    @Nullable
    PendingPage find(TenantId tenant, PageId id) {
        return view.find(tenant, id);
    }

    /** A tenant's pages after an id, as many as asked for. */
    NavigableMap<PageId, PendingPage> scan(TenantId tenant, @Nullable PageId after, int limit) {
        NavigableMap<PageId, PendingPage> found = new TreeMap<>();
        for (Generation generation : view.newestFirst()) {
            NavigableMap<PageId, PendingPage> pages = generation.of(tenant);
            NavigableMap<PageId, PendingPage> rest = after == null ? pages : pages.tailMap(after, false);
            int taken = 0;
            for (var page : rest.entrySet()) {
                if (taken++ == limit) {
                    break;
                }
                found.merge(page.getKey(), page.getValue(), PendingPage::after);
            }
        }
        return found;
    }

    /** All of a tenant's pages. */
    NavigableMap<PageId, PendingPage> of(TenantId tenant) {
        return scan(tenant, null, Integer.MAX_VALUE);
    }

    /** The numbers of a tenant's packs. */
    List<Long> packsOf(TenantId tenant) {
        List<Long> numbers = new ArrayList<>();
        view.newestFirst().forEach(generation -> numbers.addAll(generation.packsOf(tenant)));
        return numbers;
    }

    /** The tenants that have pages here. */
    NavigableSet<TenantId> tenants() {
        NavigableSet<TenantId> found = new TreeSet<>();
        for (Generation generation : view.newestFirst()) {
            generation.byTenant().forEach((tenant, pages) -> {
                if (!pages.isEmpty()) {
                    found.add(tenant);
                }
            });
        }
        return found;
    }

    /** Held while several reads must not see pages go from here. */
    Lock staying() {
        return moves.readLock();
    }

    /** The generation that commits fill. */
    Generation filling() {
        return view.filling;
    }

    int packs() {
        return view.newestFirst().stream().mapToInt(Generation::packs).sum();
    }

    long heapBytes() {
        return view.newestFirst().stream().mapToLong(Generation::heapBytes).sum();
    }

    /**
     * Begins a new generation, unless the one before was not folded yet, and waits until the commits of what is to be folded
     * are written. They wait for nobody who calls this.
     *
     * @return what is to be folded
     */
    Generation freeze() {
        lock.lock();
        try {
            Generation folding = view.folding;
            if (folding == null) {
                folding = view.filling;
                frozenBelow = next;
                view = new View(new Generation(), folding);
            }
            while (folding.underWay > 0) {
                written.awaitUninterruptibly();
            }
            return folding;
        } finally {
            lock.unlock();
        }
    }

    /** The number below which all packs are of the frozen generation, or folded. */
    long frozenBelow() {
        lock.lock();
        try {
            return frozenBelow;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the frozen generation, which is where it belongs now. */
    void dropFrozen() {
        moves.writeLock().lock();
        lock.lock();
        try {
            view = new View(view.filling, null);
        } finally {
            lock.unlock();
            moves.writeLock().unlock();
        }
    }

    /** Forgets a tenant's pages, which are where they belong now, or deleted. */
    void drop(TenantId tenant) {
        moves.writeLock().lock();
        try {
            // The older first: an older stamp must not be seen after a newer one.
            View now = view;
            if (now.folding != null) {
                now.folding.drop(tenant);
            }
            now.filling.drop(tenant);
        } finally {
            moves.writeLock().unlock();
        }
    }
}
