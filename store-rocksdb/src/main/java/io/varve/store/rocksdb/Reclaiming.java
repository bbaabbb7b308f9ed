package io.varve.store.rocksdb;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDBException;

/**
 * Gives the bytes of deleted pages back to the disk, in the background. What is deleted stays in older files until these are
 * merged with the file that says so; as files are merged with others of their size, that may be never. So when a third of
 * what is there is deleted, all is merged. That writes at most two bytes for each that it frees.
 */
final class Reclaiming implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Reclaiming.class.getName());

    /** So many pages must be there for each that was deleted, or all is merged. */
    private static final int PAGES_PER_DELETED = 2;

    private final Database database;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();
    /** Not exclusive: folded files are merged as ever meanwhile. */
    private final CompactRangeOptions merging = new CompactRangeOptions().setExclusiveManualCompaction(false);

    private final AtomicLong erasedBytes = new AtomicLong();
    private volatile boolean closed;

    Reclaiming(Database database) {
        this.database = database;
    }

    /** Sees to it that what is deleted leaves the disk soon, if it is much. Reads a few bytes of each file otherwise. */
    void consider() throws RocksDBException {
        if (closed
                || running.get() != null
                || !isDue(database.pageEntries(), erasedBytes.get(), database.bytesOfPages())) {
            return;
        }
        Thread thread = new Thread(this::reclaim, "varve-rocksdb-reclaiming");
        thread.setDaemon(true);
        if (running.compareAndSet(null, thread)) {
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                running.set(null); // No more threads now; later there may be.
            }
        }
    }

    /**
     * What a family's files have.
     *
     * @param all values and deletions
     * @param deletions how many of them say that a key is deleted
     */
    record Entries(long all, long deletions) {}

    /** Each deletion makes an older value useless. What was erased has no deletions of its own. */
    static boolean isDue(Entries entries, long erasedBytes, long bytes) {
        long live = entries.all() - 2 * entries.deletions();
        return entries.deletions() > 0 && live < PAGES_PER_DELETED * entries.deletions()
                || erasedBytes > 0 && bytes - erasedBytes < PAGES_PER_DELETED * erasedBytes;
    }

    /** Notes that a tenant's pages are gone, which had so many bytes in files. That is forgotten when the store closes. */
    void erased(long bytes) {
        erasedBytes.addAndGet(bytes);
    }

    private void reclaim() {
        long erased = erasedBytes.get();
        try {
            database.mergeAllPages(merging);
            erasedBytes.addAndGet(-erased);
        } catch (RocksDBException e) {
            if (!closed) {
                LOG.log(Level.WARNING, "deleted pages stay on the disk for now: " + Faults.textOf(e));
            }
        } finally {
            running.set(null);
        }
    }

    /** Cuts short what runs, which leaves all as it was. */
    @Override
    public void close() {
        closed = true;
        merging.setCanceled(true);
        boolean interrupted = false;
        for (Thread thread = running.get(); thread != null; thread = running.get()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        merging.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
