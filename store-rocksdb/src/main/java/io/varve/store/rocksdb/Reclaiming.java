package io.varve.store.rocksdb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDBException;

/**
 * Gives the bytes of deleted pages back to the disk, in the background. What is deleted stays in older files until these are
 * merged with the file that says so; as files are merged with others of their size, that may be never. So when a third of
 * what is there is deleted, all is merged, if the disk has room for all of it once more. That writes at most two bytes for
 * each that it frees.
 */
final class Reclaiming implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Reclaiming.class.getName());

    /** So many pages must be there for each that was deleted, or all is merged. */
    private static final int PAGES_PER_DELETED = 2;

    private final Path folder;
    private final PageFiles files;
    private final BackgroundWork work = new BackgroundWork("varve-rocksdb-reclaiming", this::reclaim);

    /** Not exclusive: folded files are merged as ever meanwhile. */
    private final CompactRangeOptions merging = new CompactRangeOptions().setExclusiveManualCompaction(false);

    private final AtomicLong erasedBytes = new AtomicLong();

    /** Whether there may be more to reclaim than when it was looked at last. */
    private volatile boolean deleted = true;

    private volatile boolean closed;

    Reclaiming(Path folder, PageFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /**
     * Sees to it that what is deleted leaves the disk soon, if it is much. Costs nothing if nothing was deleted since the last
     * time. Whatever goes wrong is logged: nothing that is kept depends on it.
     */
    void consider() {
        if (closed || !deleted || work.isRunning()) {
            return;
        }
        deleted = false;
        try {
            if (files.hasDeletionsInMemory()) {
                deleted = true; // They are not counted yet.
            }
            if (isDue(files.entries(), erasedBytes.get(), files.pageBytes()) && hasRoom()) {
                work.start();
            }
        } catch (RocksDBException e) {
            failed(Faults.textOf(e));
        } catch (IOException | OutOfMemoryError e) {
            failed(e.toString());
        }
    }

    /** Each deletion makes an older value useless. What was erased has no deletions of its own. */
    static boolean isDue(PageFiles.Entries entries, long erasedBytes, long bytes) {
        long live = entries.all() - 2 * entries.deletions();
        return entries.deletions() > 0 && live < PAGES_PER_DELETED * entries.deletions()
                || erasedBytes > 0 && bytes - erasedBytes < PAGES_PER_DELETED * erasedBytes;
    }

    /** Without, merging would fill the disk, and commits fail meanwhile. */
    private boolean hasRoom() throws RocksDBException, IOException {
        long needed = files.bytes();
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < needed) {
            failed("merging all files needs up to " + needed + " bytes meanwhile, and the disk has " + usable);
        }
        return usable >= needed;
    }

    /** Notes that pages were deleted. */
    void deleted() {
        deleted = true;
    }

    /** Notes that a tenant's pages are gone, which had so many bytes in files. That is forgotten when the store closes. */
    void erased(long bytes) {
        erasedBytes.addAndGet(bytes);
        deleted = true;
    }

    private void reclaim() {
        long erased = erasedBytes.get();
        try {
            files.mergeAll(merging);
            erasedBytes.addAndGet(-erased);
        } catch (RocksDBException e) {
            if (!closed) {
                failed(Faults.textOf(e));
            }
        }
    }

    private void failed(String why) {
        LOG.log(
                Level.WARNING,
                "deleted pages in " + folder + " stay on the disk until more are deleted or it is opened again: "
                        + why);
    }

    /** Cuts short what runs, which leaves all as it was. */
    @Override
    public void close() {
        closed = true;
        merging.setCanceled(true);
        work.join();
        merging.close();
    }
}
