package io.varve.store.rocksdb;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The pages of all tenants, whether they are pending in packs or where they belong. What writes is called under the
 * tenant's lock; what reads, by anybody.
 */
final class StoredPages {

    private final Database db;
    private final PendingPages pending;
    private final Folding folding;
    private final int packBytes;

    StoredPages(Database db, PendingPages pending, Folding folding, int packBytes) {
        this.db = db;
        this.pending = pending;
        this.folding = folding;
        this.packBytes = packBytes;
    }

    /**
     * What a commit has to write.
     *
     * @param added the pages that were not there
     * @param packed what of them goes into a pack; the rest is in the commit's batch
     */
    record Put(Set<PageId> added, Map<PageId, PendingPage> packed) {}

    /**
     * Decides where each page of a commit goes. New ones go into its pack, or into the batch if they are many bytes. The
     * larger stamp of a page that is pending goes into the pack in any case: it would be written over in the family when
     * the page gets there.
     */
    Put put(WriteBatch batch, TenantId tenant, long stamp, Collection<Page> pages) throws RocksDBException {
        folding.requireRoom();
        Map<PageId, byte[]> unique = new LinkedHashMap<>();
        pages.forEach(page -> unique.putIfAbsent(page.id(), page.bytes()));
        Map<PageId, PendingPage> added = new LinkedHashMap<>();
        Map<PageId, PendingPage> packed = new LinkedHashMap<>();
        Map<PageId, PendingPage> stamped = new LinkedHashMap<>();
        long bytes = 0;
        for (Map.Entry<PageId, byte[]> page : unique.entrySet()) {
            PageId id = page.getKey();
            PendingPage waiting = pending.find(tenant, id);
            Stat stat = waiting != null ? waiting.stat() : db.stat(tenant, id);
            if (stat == null) {
                added.put(id, PendingPage.added(page.getValue(), stamp));
                bytes += page.getValue().length;
            } else if (stat.stamp() < stamp) {
                (waiting == null ? stamped : packed).put(id, PendingPage.stamped(stat.size(), stamp));
            }
        }
        if (bytes <= packBytes) {
            packed.putAll(stamped);
            packed.putAll(added);
        } else {
            db.putPending(batch, tenant, stamped);
            db.putPending(batch, tenant, added);
        }
        return new Put(added.keySet(), packed);
    }

    /** Writes a commit's batch, with its pack. */
    void commit(TenantId tenant, long stamp, WriteBatch batch, Map<PageId, PendingPage> packed)
            throws RocksDBException {
        if (packed.isEmpty()) {
            if (batch.count() > 0) {
                db.write(tenant, batch);
            }
            return;
        }
        Pack pack = new Pack(tenant, stamp, packed);
        byte[] record = pack.encode();
        // Readable before the refs are, and taken back if they never will be.
        PendingPages.Entry entry = pending.begin(pack);
        boolean isWritten = false;
        try {
            db.putPack(batch, entry.number(), record);
            db.write(tenant, batch);
            isWritten = true;
        } finally {
            pending.end(entry, isWritten);
        }
        folding.consider();
    }

    Map<PageId, byte[]> get(TenantId tenant, Collection<PageId> ids) throws RocksDBException {
        Map<PageId, byte[]> found = new HashMap<>();
        List<PageId> rest = new ArrayList<>();
        for (PageId id : new LinkedHashSet<>(ids)) {
            PendingPage page = pending.find(tenant, id);
            byte[] bytes = page == null ? null : page.bytes();
            if (bytes == null) {
                rest.add(id);
            } else {
                found.put(id, bytes);
            }
        }
        List<byte[]> keys = rest.stream().map(id -> Keys.page(tenant, id)).toList();
        List<byte @Nullable []> values = db.getAll(db.pages, keys);
        for (int i = 0; i < rest.size(); i++) {
            byte[] value = values.get(i);
            if (value != null) {
                found.put(rest.get(i), value);
            }
        }
        return found;
    }

    List<PageStat> scan(TenantId tenant, @Nullable PageId after, int limit) throws RocksDBException {
        // In this order: what moves meanwhile is seen twice, and never not at all.
        NavigableMap<PageId, PendingPage> waiting = pending.scan(tenant, after, limit);
        byte[] from = after == null ? Keys.startOf(tenant) : Keys.after(Keys.page(tenant, after));
        List<PageStat> settled = db.scan(db.stats, from, Keys.endOf(tenant), limit, (key, value) -> {
            Stat stat = Stat.decode(value);
            return new PageStat(Keys.pageIdOf(tenant, key), stat.stamp(), stat.size());
        });
        if (waiting.isEmpty()) {
            return settled;
        }
        NavigableMap<PageId, PageStat> both = new TreeMap<>();
        settled.forEach(page -> both.put(page.id(), page));
        waiting.forEach((id, page) ->
                both.merge(id, new PageStat(id, page.stamp(), page.size()), StoredPages::withLargerStamp));
        return both.values().stream().limit(limit).toList();
    }

    private static PageStat withLargerStamp(PageStat one, PageStat other) {
        return one.stamp() >= other.stamp() ? one : other;
    }

    /** The tenants after one that have a ref or a page, at one instant. */
    List<TenantId> scanTenants(@Nullable TenantId after, int limit) throws RocksDBException {
        List<RocksIterator> iterators;
        NavigableSet<TenantId> waiting;
        // What is visible to the iterators and not among what is pending after that has moved into their sight.
        Lock staying = pending.staying();
        staying.lock();
        try {
            iterators = db.iterators(db.refs, db.stats);
            waiting = pending.tenants();
        } finally {
            staying.unlock();
        }
        List<TenantId> found = new ArrayList<>();
        try (RocksIterator refs = iterators.get(0);
                RocksIterator stats = iterators.get(1)) {
            byte[] from = after == null ? new byte[0] : Keys.endOf(after);
            TenantId last = after;
            while (found.size() < limit) {
                TenantId next = least(tenantFrom(refs, from), tenantFrom(stats, from));
                next = least(next, last == null ? firstOf(waiting) : waiting.higher(last));
                if (next == null) {
                    break;
                }
                found.add(next);
                from = Keys.endOf(next);
                last = next;
            }
        }
        return found;
    }

    /** Deletes those of the pages whose stamps are below a bound, and tells how many these are. */
    int delete(TenantId tenant, WriteBatch batch, Collection<PageId> ids, long stampBelow) throws RocksDBException {
        Set<PageId> removed = new LinkedHashSet<>();
        boolean anyPending = false;
        for (PageId id : new LinkedHashSet<>(ids)) {
            PendingPage waiting = pending.find(tenant, id);
            Stat stat = waiting != null ? waiting.stat() : db.stat(tenant, id);
            if (stat != null && stat.stamp() < stampBelow) {
                removed.add(id);
                anyPending |= waiting != null;
            }
        }
        if (removed.isEmpty()) {
            return 0;
        }
        if (anyPending) {
            settle(tenant);
        }
        // No pack has any of them, so none brings one back.
        db.deletePages(batch, tenant, removed);
        db.writeDeletion(tenant, batch);
        return removed.size();
    }

    /** Writes a batch that removes all that a tenant has in the families, after moving there what it has in packs. */
    void erase(TenantId tenant, WriteBatch batch) throws RocksDBException {
        if (!pending.packsOf(tenant).isEmpty()) {
            settle(tenant);
        }
        db.writeErasure(tenant, batch);
    }

    /** Moves all that is pending of a tenant to where it belongs. */
    private void settle(TenantId tenant) throws RocksDBException {
        folding.alone(() -> {
            try (WriteBatch batch = new WriteBatch()) {
                db.putPending(batch, tenant, pending.of(tenant));
                db.deletePacks(batch, pending.packsOf(tenant));
                if (batch.count() > 0) {
                    db.writeMove(batch);
                }
            }
            pending.drop(tenant);
        });
    }

    private static @Nullable TenantId firstOf(NavigableSet<TenantId> tenants) {
        return tenants.isEmpty() ? null : tenants.first();
    }

    private static @Nullable TenantId tenantFrom(RocksIterator iterator, byte[] from) throws RocksDBException {
        iterator.seek(from);
        iterator.status();
        return iterator.isValid() ? Keys.tenantOf(iterator.key()) : null;
    }

    private static @Nullable TenantId least(@Nullable TenantId one, @Nullable TenantId other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
