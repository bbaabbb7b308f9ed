package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.store.rocksdb.FoldingRules.Step;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Moves pending pages from packs to where they belong, in the background, as sorted files that the families take over.
 *
 * <p>The steps are: write both files, let the families take them, delete the packs, forget the pages on the heap. After a kill
 * between any two of them the packs are there whole, and folding them again comes to the same. One that fails leaves
 * everything as it was, and is tried again later. Only a failed deletion of the packs leaves it open whether they are there:
 * then the database takes no writes until it is opened again ({@link FailedWrites}), so no page can be deleted that a pack
 * would bring back.
 *
 * <p>Locks are taken in this order: a tenant's, the one here, those of {@link PendingPages}.
 */
final class Folding implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Folding.class.getName());

    /** After a failure this part of the usual number of packs must come before it is tried again. */
    private static final int PAUSE_PART = 8;

    private final Path folder;
    private final Database database;
    private final PendingPages pending;
    private final FoldingRules rules;

    /** Held while pages move. */
    private final ReentrantLock lock = new ReentrantLock();

    private final BackgroundWork work = new BackgroundWork("varve-rocksdb-folding", this::foldInBackground);

    /** As long as fewer packs are pending, nothing is folded in the background. */
    private volatile int pausedBelow;

    private volatile boolean closed;

    Folding(Path folder, Database database, PendingPages pending, FoldingRules rules) {
        this.folder = folder;
        this.database = database;
        this.pending = pending;
        this.rules = rules;
    }

    /** What may run while nothing is folded. */
    interface Action {
        void run() throws RocksDBException;
    }

    /** Runs something while no pages are being moved by others; the caller has the lock of its tenant. */
    void alone(Action action) throws RocksDBException {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Sees to it that much of what is pending is folded soon. Costs nothing if it is little. */
    void consider() {
        if (!isDue() || closed || pending.packs() < pausedBelow || work.isRunning()) {
            return;
        }
        try {
            work.start();
        } catch (OutOfMemoryError e) {
            // What was committed is not to fail for want of a thread; in the end commits fold by themselves.
            pause(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Folds here and now if far too much is pending, because it could not be done in the background.
     *
     * @throws StoreException {@code UNAVAILABLE}, with the reason, if that fails
     */
    void requireRoom() {
        if (!rules.isOverdue(pending.packs(), pending.heapBytes())) {
            return;
        }
        lock.lock();
        try {
            // Unless another thread did it meanwhile.
            while (rules.isOverdue(pending.packs(), pending.heapBytes())) {
                fold();
            }
        } catch (StoreException e) {
            throw e; // As no write at all is possible; it says what to do.
        } catch (RocksDBException | IOException | RuntimeException e) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the store in " + folder + " has " + pending.packs()
                            + " commits whose pages could not be moved to where they belong, and takes no more: "
                            + textOf(e) + ". Mend the cause (is the disk full, failing, or read-only?); the store goes"
                            + " on by itself then",
                    e);
        } finally {
            lock.unlock();
        }
    }

    /** Ends what runs, then folds all, unless a write has failed. */
    @Override
    public void close() {
        closed = true;
        work.join();
        if (database.failedWrites().any()) {
            return;
        }
        lock.lock();
        try {
            while (pending.packs() > 0) {
                fold();
            }
        } catch (RocksDBException | IOException | RuntimeException e) {
            // As on a full disk: the packs have it all, and the next open takes it from there.
            LOG.log(
                    Level.WARNING,
                    "closing " + folder + " leaves the pages of " + pending.packs() + " commits to the"
                            + " next opening: " + textOf(e));
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue() {
        Generation filling = pending.filling();
        return rules.isDue(filling.packs(), filling.heapBytes());
    }

    private void foldInBackground() {
        try {
            while (!closed && isDue()) {
                lock.lock();
                try {
                    fold();
                } finally {
                    lock.unlock();
                }
            }
            pausedBelow = 0;
        } catch (RocksDBException | IOException | RuntimeException e) {
            pause(textOf(e));
        }
    }

    private void pause(String why) {
        int packs = pending.packs();
        pausedBelow = packs + Math.max(1, rules.packs() / PAUSE_PART);
        LOG.log(
                Level.WARNING,
                "the pages of " + packs + " commits in " + folder
                        + " could not be moved to where they belong, which is tried again later: " + why);
    }

    /** Folds the older generation; the caller has the lock. */
    private void fold() throws RocksDBException, IOException {
        Generation frozen = pending.freeze();
        database.requireWritable();
        rules.steps().accept(Step.FROZEN);
        try (WriteBatch batch = new WriteBatch()) {
            if (rules.inFiles(frozen.pages(), frozen.heapBytes())) {
                ingest(frozen);
                // Files that were put into a folder that is another by now are lost with it.
                database.requireWritable();
            } else {
                for (Map.Entry<TenantId, NavigableMap<PageId, PendingPage>> pages :
                        frozen.byTenant().entrySet()) {
                    database.putPending(batch, pages.getKey(), pages.getValue());
                }
            }
            database.deletePacksBelow(batch, pending.frozenBelow());
            database.writeMove(batch);
            rules.steps().accept(Step.PACKS_DELETED);
        }
        pending.dropFrozen();
        database.tidy();
    }

    private void ingest(Generation frozen) throws RocksDBException, IOException {
        SortedFile.removeAll(folder);
        try (SortedFile pages = database.sortedFile(SortedFile.PAGES, Families.PAGES);
                SortedFile stats = database.sortedFile(SortedFile.STATS, Families.STATS)) {
            for (Map.Entry<TenantId, NavigableMap<PageId, PendingPage>> tenant :
                    frozen.byTenant().entrySet()) {
                for (Map.Entry<PageId, PendingPage> page : tenant.getValue().entrySet()) {
                    byte[] key = Keys.page(tenant.getKey(), page.getKey());
                    byte[] bytes = page.getValue().bytes();
                    if (bytes != null) {
                        pages.put(key, bytes);
                    }
                    stats.put(key, page.getValue().stat().encode());
                }
            }
            boolean anyPages = pages.finish();
            rules.steps().accept(Step.PAGES_WRITTEN);
            boolean anyStats = stats.finish();
            rules.steps().accept(Step.STATS_WRITTEN);
            // Who finds a page's stamp finds the page, too.
            if (anyPages) {
                database.ingest(database.pages, pages.file());
            }
            rules.steps().accept(Step.PAGES_INGESTED);
            if (anyStats) {
                database.ingest(database.stats, stats.file());
            }
            rules.steps().accept(Step.STATS_INGESTED);
        } finally {
            SortedFile.removeAll(folder);
        }
    }

    private static String textOf(Exception e) {
        return e instanceof RocksDBException fault ? Faults.textOf(fault) : String.valueOf(e.getMessage());
    }
}
