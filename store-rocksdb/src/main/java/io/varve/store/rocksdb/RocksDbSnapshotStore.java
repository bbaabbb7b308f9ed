package io.varve.store.rocksdb;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * A snapshot store in a folder, by an embedded <a href="https://rocksdb.org">RocksDB</a>: durable, for one process at a
 * time.
 *
 * <p>A commit is one write to RocksDB's log, synced before the call returns, with pages and refs together. Commits of
 * different tenants that come at the same time share a sync; those of one tenant go one after another. The pages of a commit
 * of up to 256 KiB are one record at first; each 256 commits or so a thread moves them to where RocksDB finds them by their ids.
 *
 * <p>Memory: native, the block cache and the write buffers below; on the heap, the pages that were not moved yet, with some
 * 160 bytes for each. These are up to about 16 MiB and as much again while they are moved, and never more than 64 MiB and one
 * commit for each thread: if they can't be moved in the background, the next commit does it first, and fails if it can't.
 *
 * <h2>Properties</h2>
 *
 * <table>
 * <caption>Properties, all optional; others are refused</caption>
 * <tr><th>name</th><th>default</th><th>meaning</th></tr>
 * <tr><td>{@code blockCacheMiB}</td><td>64</td><td>memory for blocks that were read, their indexes and filters</td></tr>
 * <tr><td>{@code writeBufferMiB}</td><td>64</td><td>memory for what was written and is not in a sorted file yet</td></tr>
 * <tr><td>{@code sync}</td><td>{@code true}</td><td>{@code false} to return before the disk has it: a commit still
 *     survives the end of the process but not a loss of power, and the store is not {@linkplain Capabilities#durable()
 *     durable}</td></tr>
 * <tr><td>{@code recovery}</td><td>{@code strict}</td><td>{@code strict} opens a log that ends within a record, as a
 *     crash leaves it, and refuses every other damage; {@code point-in-time} opens the store as it was before the first
 *     damage in its log, and drops what was committed after it, for good</td></tr>
 * </table>
 *
 * <h2>Faults</h2>
 *
 * <ul>
 *   <li>A folder that another process, or another store of this one, has open is {@code UNAVAILABLE}; the message says
 *       who holds it. One with anything else in it is {@code UNSUPPORTED} and left as it is. A newer format is {@code
 *       UNSUPPORTED}; what a checksum disproves is {@code CORRUPT}.
 *   <li>If a write fails within RocksDB (disk full, I/O error), its outcome is unknown until the database is opened again,
 *       since its record may be in the log. Each later write, and each read of that tenant's refs, tries that: it is {@code
 *       UNAVAILABLE} until the cause is gone, and then finds out. Everything else is read as ever meanwhile.
 *   <li>If pages can't be moved in the background, that is logged by {@link System.Logger} and tried again later; nothing
 *       that was acknowledged depends on it. When too many wait, commits are {@code UNAVAILABLE} and say why.
 *   <li>If the folder is removed or replaced under the open store, what was written last is {@code OUTCOME_UNKNOWN} and
 *       the store then does as after a failed write, until the folder is back.
 * </ul>
 *
 * Erasing a tenant is one write, whatever its size. Bytes that were erased or deleted leave the disk as files are merged:
 * when they are a third of all pages and some hundred commits more have come, all files are merged in the background, which
 * for that time takes up to as much room again as the store has, and is not begun if the disk has less. Where less was deleted, or little is written, that is left
 * to RocksDB, which merges files that are thirty days old; what was erased is counted until the store is closed.
 */
public final class RocksDbSnapshotStore implements SnapshotStore {

    private static final int MAX_PAGE_BYTES = 64 << 20;
    private static final int MAX_REF_BYTES = 1 << 20;

    /** RocksDB holds a commit as one record in memory, and fails beyond 4 GiB. */
    private static final long MAX_COMMIT_BYTES = 1L << 30;

    private final Path folder;
    private final Capabilities capabilities;
    private final TenantLocks tenantLocks = new TenantLocks();
    private final OpenFolder open;

    /**
     * Opens the store in a folder, with every property at its default.
     *
     * @param folder the folder, which is created if it does not exist
     * @throws StoreException see the class's description
     */
    public RocksDbSnapshotStore(Path folder) {
        this(folder, Map.of());
    }

    /**
     * Opens the store in a folder.
     *
     * @param folder the folder, which is created if it does not exist
     * @param properties see the class's description
     * @throws StoreException see the class's description
     */
    public RocksDbSnapshotStore(Path folder, Map<String, String> properties) {
        this(folder, Settings.of(properties));
    }

    /** With packs folded by other rules than the usual ones. */
    RocksDbSnapshotStore(Path folder, Settings settings) {
        this.folder = Folder.prepare(folder);
        this.capabilities = new Capabilities(settings.sync(), false, MAX_PAGE_BYTES, MAX_REF_BYTES);
        this.open = new OpenFolder(this.folder, settings);
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        requireSizes(pages, updates);
        return write(tenant, (db, batch) -> {
            Map<String, Optional<byte[]>> actual = new HashMap<>();
            boolean conflict = false;
            for (RefUpdate update : updates) {
                byte[] value = db.get(db.refs, Keys.ref(tenant, update.name()));
                actual.put(update.name(), Optional.ofNullable(value));
                conflict |= !Arrays.equals(value, update.expected());
            }
            if (conflict) {
                return CommitResult.conflict(actual);
            }
            StoredPages.Put put = db.storedPages().put(batch, tenant, stamp, pages);
            for (RefUpdate update : updates) {
                byte[] key = Keys.ref(tenant, update.name());
                byte[] next = update.next();
                // A check writes nothing: it held under the tenant's lock, and does until the write is visible.
                if (!update.isCheck() && next == null) {
                    batch.delete(db.refs, key);
                } else if (!update.isCheck()) {
                    batch.put(db.refs, key, next);
                }
            }
            db.storedPages().commit(tenant, stamp, batch, put.packed());
            return CommitResult.applied(put.added());
        });
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return open.read(db -> db.storedPages().get(tenant, ids));
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return open.read(db -> db.storedPages().scan(tenant, after, limit));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return write(tenant, (db, batch) -> {
            if (!Arrays.equals(db.get(db.refs, Keys.ref(tenant, guard.name())), guard.expected())) {
                return 0;
            }
            return db.storedPages().delete(tenant, batch, ids, stampBelow);
        });
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return open.readRefs(tenant, db -> Optional.ofNullable(db.get(db.refs, Keys.ref(tenant, name))));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        byte[] first = Keys.ref(tenant, prefix);
        byte[] next = after == null ? first : Keys.after(Keys.ref(tenant, after));
        byte[] from = Arrays.compareUnsigned(first, next) > 0 ? first : next;
        return open.readRefs(
                tenant,
                db -> db.scan(
                        db.refs,
                        from,
                        Keys.endOfRefs(tenant, prefix),
                        limit,
                        (key, value) -> new Ref(Keys.nameOf(tenant, key), value)));
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return open.read(db -> db.storedPages().scanTenants(after, limit));
    }

    /** {@inheritDoc} All at once, whatever the limit: a range costs no more than a key. */
    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return write(tenant, (db, batch) -> {
            byte[] from = Keys.startOf(tenant);
            byte[] to = Keys.endOf(tenant);
            if (!Arrays.equals(db.get(db.refs, Keys.ref(tenant, lastRef.name())), lastRef.value())) {
                return true;
            }
            // One batch is there whole or not at all, so no order among the parts is ever seen.
            batch.deleteRange(db.refs, from, to);
            batch.deleteRange(db.pages, from, to);
            batch.deleteRange(db.stats, from, to);
            db.storedPages().erase(tenant, batch);
            return true;
        });
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void close() {
        open.close();
    }

    private static void requireSizes(Collection<Page> pages, List<RefUpdate> updates) {
        long total = 0;
        for (Page page : pages) {
            requireSize("page " + page.id(), page.bytes().length, MAX_PAGE_BYTES);
            total += page.bytes().length;
        }
        for (RefUpdate update : updates) {
            byte[] next = update.next();
            requireSize("the value of ref '" + update.name() + "'", next == null ? 0 : next.length, MAX_REF_BYTES);
        }
        if (total > MAX_COMMIT_BYTES) {
            throw new StoreException(
                    Kind.TOO_LARGE,
                    "the pages of a commit have " + total + " bytes; this store takes up to " + MAX_COMMIT_BYTES
                            + ". Put them in several commits without refs first");
        }
    }

    private static void requireSize(String what, int bytes, int limit) {
        if (bytes > limit) {
            throw new StoreException(
                    Kind.TOO_LARGE, what + " has " + bytes + " bytes; this store takes up to " + limit);
        }
    }

    /** What a call decides and writes, under the tenant's lock. */
    private interface Writing<T> {
        T with(Database db, WriteBatch batch) throws RocksDBException;
    }

    private <T> T write(TenantId tenant, Writing<T> writing) {
        return open.write(db -> {
            ReentrantLock lock = tenantLocks.of(tenant);
            lock.lock();
            try (WriteBatch batch = new WriteBatch()) {
                db.failedWrites().requireWritable();
                return writing.with(db, batch);
            } finally {
                lock.unlock();
            }
        });
    }
}
