package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Pages that are read together before they are needed: by a thread that reads ahead, or by whoever needs one of them first.
 * Reading, decompressing and verifying is all that is done ahead; nodes are decoded by those who ask for them, and only
 * then count to the budget. What can't be read is not here, so that it fails where it is needed, and nowhere else.
 *
 * <p>The threads are daemons, and end when they were idle for a second. If all are busy, the one who needs a page reads
 * the batch, so nothing ever waits for a thread to become free. Thread-safe.
 */
public final class PageBatch {

    /** The most bytes of contents that one walk keeps ahead on each level; also at most a share of the budget. */
    private static final long MAX_AHEAD_BYTES = 256 << 10;

    private static final int SHARE_OF_BUDGET = 64;

    /** If all are busy, whoever needs one of the pages reads them. */
    private static final Executor READERS =
            SpareThreads.pool("varve-read-ahead", new ArrayBlockingQueue<>(64), new ThreadPoolExecutor.DiscardPolicy());

    /** Of a usual leaf, and more than of nearly all branches. */
    private static final int USUAL_PAGE_BYTES = 4 << 10;

    private final PageSource source;
    private final FutureTask<Map<PageId, PageContent>> reading;
    private volatile int pageBytes = USUAL_PAGE_BYTES;

    private PageBatch(PageSource source, List<PageId> ids) {
        this.source = source;
        this.reading = new FutureTask<>(() -> read(ids));
    }

    /**
     * Begins to read the pages of stubs.
     *
     * @param stubs at least one; those that are of another source than the first are left out
     */
    public static PageBatch begin(List<Stub<?>> stubs) {
        PageSource source = stubs.get(0).source();
        List<PageId> ids = new ArrayList<>(stubs.size());
        for (Stub<?> stub : stubs) {
            if (stub.isStoredIn(source)) {
                ids.add(stub.link().id());
            }
        }
        PageBatch batch = new PageBatch(source, ids);
        READERS.execute(batch.reading);
        return batch;
    }

    /** How many pages may be kept ahead if they are as large as these; what was not read yet is taken to be small. */
    public int mostAhead() {
        long bytes = Math.min(MAX_AHEAD_BYTES, source.budget().maximumBytes() / SHARE_OF_BUDGET);
        return (int) (bytes / pageBytes);
    }

    /** Gives the content of a page away, once; null if it was not read. Waits while the batch is being read. */
    @Nullable
    PageContent take(PageId id) {
        reading.run();
        try {
            return reading.get().remove(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            return null;
        }
    }

    private Map<PageId, PageContent> read(List<PageId> ids) {
        Map<PageId, PageContent> read = new ConcurrentHashMap<>(source.readAhead(ids));
        long bytes = 0;
        for (PageContent content : read.values()) {
            bytes += content.payload().length;
        }
        pageBytes = (int) Math.max(USUAL_PAGE_BYTES, bytes / Math.max(1, read.size()));
        return read;
    }
}
