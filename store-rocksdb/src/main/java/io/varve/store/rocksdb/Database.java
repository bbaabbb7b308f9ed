package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB with Varve's column families:
 *
 * <ul>
 *   <li>{@code varve.pages}: tenant, page id → the page's bytes;
 *   <li>{@code varve.stats}: tenant, page id → its {@link Stat};
 *   <li>{@code varve.refs}: tenant, name → the ref's value;
 *   <li>{@code varve.packs}: number → a {@link Pack}, whose pages {@link Folding} moves to the two families above;
 *   <li>{@code default}: the number of this format, in ASCII digits, under {@code varve.format}.
 * </ul>
 *
 * A native object, which crashes the process when it is used after {@link #close()}: the store sees to that.
 */
final class Database implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Database.class.getName());

    /** RocksDB's name for how many bytes a family has in memory that are in no file yet. */
    private static final String MEMTABLE_BYTES = "rocksdb.cur-size-active-mem-table";

    private final Path folder;
    private final Tuning tuning;
    private final WriteOptions writeOptions;
    private final FailedWrites failedWrites;
    private final Presence presence;
    private final boolean sync;
    private final Acknowledged acknowledged;
    private final RocksDB db;
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    final ColumnFamilyHandle pages;
    final ColumnFamilyHandle stats;
    final ColumnFamilyHandle refs;
    private final ColumnFamilyHandle packs;

    /** Held shared while the last sequence number is noted as acknowledged, which it is not before a file is taken over. */
    private final ReadWriteLock ingesting = new ReentrantReadWriteLock();

    private final PendingPages pending = new PendingPages();
    private final Folding folding;
    private final PageFiles pageFiles;
    private final Reclaiming reclaiming;
    private final StoredPages storedPages;

    private Database(Path folder, List<String> names, Tuning tuning, Settings settings) throws RocksDBException {
        this.folder = folder;
        this.tuning = tuning;
        failedWrites = new FailedWrites(folder);
        db = RocksDB.open(tuning.database(), folder.toString(), Families.descriptors(names, tuning), families);
        sync = settings.sync();
        writeOptions = new WriteOptions().setSync(sync);
        pages = families.get(names.indexOf(Families.PAGES));
        stats = families.get(names.indexOf(Families.STATS));
        refs = families.get(names.indexOf(Families.REFS));
        packs = families.get(names.indexOf(Families.PACKS));
        pageFiles = new PageFiles(db, pages, stats);
        reclaiming = new Reclaiming(folder, pageFiles);
        folding = new Folding(folder, this, pending, settings.folding());
        storedPages = new StoredPages(this, pending, folding, settings.folding().packBytes());
        presence = Presence.of(folder);
        try {
            acknowledged = Acknowledged.in(folder);
        } catch (IOException e) {
            closeNative();
            throw new StoreException(
                    Kind.UNAVAILABLE, "can't write " + folder.resolve(Acknowledged.FILE) + ": " + e, e);
        }
    }

    /**
     * Opens the database in a folder, or creates it.
     *
     * @param folder an existing folder's real path
     */
    static Database open(Path folder, Settings settings) {
        loadLibrary();
        Owner self = Owner.thisProcess(folder);
        requireNotOpenHere(folder, self);
        boolean exists = Folder.hasDatabase(folder);
        List<String> found = exists ? Families.of(folder) : Families.ALL;
        if (exists && !settings.pointInTimeRecovery()) {
            LostWrites.requireNone(folder, found, settings);
        }
        List<String> names = Families.withOurs(found);
        Tuning tuning = new Tuning(settings, !exists);
        Database database;
        try {
            if (!exists) {
                // The file also tells a creation that was cut off from somebody else's database.
                self.claim();
            }
            database = new Database(folder, names, tuning, settings);
        } catch (RocksDBException e) {
            tuning.close();
            StoreException fault = Faults.ofOpen(folder, e);
            self.forget();
            throw fault;
        } catch (StoreException e) {
            tuning.close();
            throw e;
        }
        try {
            self.write();
            new Format(folder, database.db, database.families).check();
            SortedFile.removeAll(folder);
            database.recoverPacks();
            // From now on what was given up is not missed.
            database.acknowledged.resetTo(settings.sync() ? database.db.getLatestSequenceNumber() : 0);
            return database;
        } catch (RocksDBException e) {
            database.close();
            throw Faults.ofOpen(folder, e);
        } catch (IOException e) {
            database.close();
            throw new StoreException(Kind.UNAVAILABLE, "can't remove old files from " + folder + ": " + e, e);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
        return db.get(family, key);
    }

    /** The values of several keys of one family, in their order, null for what is absent. */
    List<byte @Nullable []> getAll(ColumnFamilyHandle family, List<byte[]> keys) throws RocksDBException {
        if (keys.isEmpty()) {
            // The Java binding asserts that there is one.
            return List.of();
        }
        List<byte @Nullable []> values = new ArrayList<>(keys.size());
        if (keys.size() == 1) {
            // As nearly all reads of pages are; the call for several takes longer to set up.
            values.add(db.get(family, keys.get(0)));
            return values;
        }
        values.addAll(db.multiGetAsList(Collections.nCopies(keys.size(), family), keys));
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                // The Java binding answers null for a value that could not be read, too; this call tells them apart.
                values.set(i, db.get(family, keys.get(i)));
            }
        }
        return values;
    }

    /** What an implicit snapshot has from one key to below another, in ascending order. */
    <T> List<T> scan(ColumnFamilyHandle family, byte[] from, byte[] to, int limit, BiFunction<byte[], byte[], T> reader)
            throws RocksDBException {
        List<T> found = new ArrayList<>();
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator iterator = db.newIterator(family, options)) {
            for (iterator.seek(from); iterator.isValid() && found.size() < limit; iterator.next()) {
                found.add(reader.apply(iterator.key(), iterator.value()));
            }
            iterator.status();
        }
        return found;
    }

    /** Iterators over several families at one instant, which the caller closes. */
    List<RocksIterator> iterators(ColumnFamilyHandle... several) throws RocksDBException {
        return db.newIterators(List.of(several));
    }

    /** What earlier writes that failed have left behind. */
    FailedWrites failedWrites() {
        return failedWrites;
    }

    /** Where pages are read and written. */
    StoredPages storedPages() {
        return storedPages;
    }

    @Nullable
    Stat stat(TenantId tenant, PageId id) throws RocksDBException {
        byte[] found = db.get(stats, Keys.page(tenant, id));
        return found == null ? null : Stat.decode(found);
    }

    /** Puts a tenant's pages where they belong: the bytes of those that have some here, and the stamps of all. */
    void putPending(WriteBatch batch, TenantId tenant, Map<PageId, PendingPage> pending) throws RocksDBException {
        for (Map.Entry<PageId, PendingPage> page : pending.entrySet()) {
            byte[] key = Keys.page(tenant, page.getKey());
            byte[] bytes = page.getValue().bytes();
            if (bytes != null) {
                batch.put(pages, key, bytes);
            }
            batch.put(stats, key, page.getValue().stat().encode());
        }
    }

    void deletePages(WriteBatch batch, TenantId tenant, Collection<PageId> ids) throws RocksDBException {
        for (PageId id : ids) {
            byte[] key = Keys.page(tenant, id);
            batch.delete(pages, key);
            batch.delete(stats, key);
        }
    }

    void putPack(WriteBatch batch, long number, byte[] record) throws RocksDBException {
        batch.put(packs, Keys.pack(number), record);
    }

    void deletePacks(WriteBatch batch, List<Long> numbers) throws RocksDBException {
        for (long number : numbers) {
            batch.delete(packs, Keys.pack(number));
        }
    }

    void deletePacksBelow(WriteBatch batch, long number) throws RocksDBException {
        batch.deleteRange(packs, Keys.pack(0), Keys.pack(number));
    }

    /** Lets go of what takes room and is of no use, after pages have moved. What goes wrong is logged, as they have. */
    void tidy() {
        try {
            dropDeletedPacks();
        } catch (RocksDBException e) {
            LOG.log(Level.WARNING, "moved commits stay in " + folder + " for now: " + Faults.textOf(e));
        }
        reclaiming.consider();
    }

    /**
     * Drops the deleted packs that are in the memtable, if they are many bytes: now, when few others are. Whenever RocksDB
     * does it by itself, it writes all that are pending into a file.
     */
    private void dropDeletedPacks() throws RocksDBException {
        if (db.getLongProperty(packs, MEMTABLE_BYTES) >= tuning.packsMemtableBytes()) {
            try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
                db.flush(waiting, packs);
            }
        }
    }

    /** Reads the packs that were not folded, as many as fit on the heap by {@link FoldingRules}. */
    private void recoverPacks() throws RocksDBException {
        Map<Long, Pack> found = new LinkedHashMap<>();
        try (RocksIterator iterator = db.newIterator(packs)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                long number = Keys.packNumber(iterator.key());
                found.put(
                        number,
                        Pack.decode(iterator.value(), "the store in " + folder + ", in its pack " + number + ","));
            }
            iterator.status();
        }
        // Only when all were read: closing folds what is pending, and should leave a damaged store as it is.
        pending.recover(found);
    }

    /** Applies a tenant's batch all or none, after it is in the log and, unless that is off, on the disk. */
    void write(TenantId tenant, WriteBatch batch) {
        write(batch, e -> failedWrites.record(tenant, e));
    }

    /** Applies a batch that only moves pages. */
    void writeMove(WriteBatch batch) {
        write(batch, failedWrites::recordMove);
    }

    private void write(WriteBatch batch, Function<Exception, StoreException> failed) {
        try {
            db.write(writeOptions, batch);
        } catch (RocksDBException e) {
            throw Faults.isRefusedWrite(e) ? Faults.ofRefusedWrite(folder, e) : failed.apply(e);
        }
        presence.missing().ifPresent(why -> {
            // The log is written to all the same, and nobody will ever find it.
            throw failed.apply(why);
        });
        if (sync) {
            ingesting.readLock().lock();
            try {
                acknowledged.upTo(db.getLatestSequenceNumber());
            } finally {
                ingesting.readLock().unlock();
            }
        }
    }

    /**
     * Says why nothing should be written, if so.
     *
     * @throws StoreException {@code UNAVAILABLE}
     */
    void requireWritable() {
        failedWrites.requireWritable();
        presence.missing().ifPresent(why -> {
            throw new StoreException(
                    Kind.UNAVAILABLE, "can't write to " + folder + ": " + why.getMessage() + ". Put it back", why);
        });
    }

    /** Writes a batch that deletes pages of a tenant; their bytes are to leave the disk when they are many. */
    void writeDeletion(TenantId tenant, WriteBatch batch) {
        write(tenant, batch);
        reclaiming.deleted();
    }

    /** Writes a batch that removes all that a tenant has in the families; its bytes are to leave the disk likewise. */
    void writeErasure(TenantId tenant, WriteBatch batch) {
        long bytes = pageFiles.bytesOf(tenant);
        write(tenant, batch);
        reclaiming.erased(bytes);
    }

    /** A new file for {@link #ingest}. */
    SortedFile sortedFile(String name, String family) throws RocksDBException {
        return new SortedFile(folder.resolve(name), tuning, family);
    }

    /** Lets a family take over a sorted file, whose values replace those it has. */
    void ingest(ColumnFamilyHandle family, Path file) throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true);
                IngestExternalFileOptions moving = new IngestExternalFileOptions().setMoveFiles(true)) {
            // RocksDB would do it itself, but let no commit pass meanwhile.
            db.flush(waiting, family);
            ingesting.writeLock().lock();
            try {
                db.ingestExternalFile(family, List.of(file.toString()), moving);
            } finally {
                ingesting.writeLock().unlock();
            }
        }
    }

    @Override
    public void close() {
        StoreException fault = null;
        try {
            Owner.thisProcess(folder).forget();
        } catch (StoreException e) {
            fault = e;
        }
        folding.close();
        reclaiming.close();
        if (!failedWrites.any()) {
            emptyLogs();
        }
        acknowledged.close();
        try {
            closeNative();
        } catch (StoreException e) {
            fault = e;
        }
        tuning.close();
        if (fault != null) {
            throw fault;
        }
    }

    /** Moves what is only in the logs into sorted files, so that the next open has nothing to check and to replay. */
    private void emptyLogs() {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, families);
            acknowledged.resetTo(0); // No log is missed any more.
        } catch (RocksDBException e) {
            // As on a full disk: the logs have it all, and the next open takes it from there.
        }
    }

    private void closeNative() {
        families.forEach(ColumnFamilyHandle::close);
        writeOptions.close();
        try {
            db.closeE();
        } catch (RocksDBException e) {
            throw new StoreException(
                    Kind.UNAVAILABLE, "RocksDB complains about closing " + folder + ": " + Faults.textOf(e), e);
        }
    }

    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | LinkageError e) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "RocksDB's native library can't be loaded (it is unpacked into "
                            + System.getProperty("java.io.tmpdir")
                            + ", or where the environment variable ROCKSDB_SHAREDLIB_DIR says): " + e
                            + (e.getCause() == null ? "" : ": " + e.getCause()),
                    e);
        }
    }

    /**
     * RocksDB refuses to open a folder twice, but only as far as one copy of its native library sees; a second class
     * loader brings another, and file locks don't hold within a process.
     */
    private static void requireNotOpenHere(Path folder, Owner self) {
        if (self.equals(Owner.readFrom(folder))) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the store in " + folder + " is already open in " + Owner.describe(folder)
                            + ". Use the store that is open, or close it first");
        }
    }
}
