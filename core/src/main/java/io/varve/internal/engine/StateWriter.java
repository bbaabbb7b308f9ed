package io.varve.internal.engine;

import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import io.varve.internal.page.SpareThreads;
import io.varve.metrics.WriteMetrics;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the pages of one write. Most writes are small and go out with the refs in one commit; a large one is flushed
 * on the way, so that its pages need not all be on the heap. What is flushed is compressed and put by another thread, one
 * flush at a time, while this one goes on; it fails the next flush, or the end of the write.
 */
final class StateWriter implements PageTarget, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);

    /** Of contents: two to four times what they take in the store. */
    private static final int FLUSH_BYTES = 8 << 20;

    /** A power of two. Many more than there are pages in a small write; of a large one each page may have its mark. */
    private static final int MARKS = 1 << 13;

    private static final Executor FLUSHERS =
            SpareThreads.pool("varve-flush", new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());

    private final PageSource source;
    private final Function<List<Page>, Set<PageId>> flusher;
    private final boolean adopting;
    private PageGroup pending = new PageGroup();
    private @Nullable Flushing flushing;
    private long allPages;
    private long allBytes;
    private long shared;

    /** The pages of this write that none has mentioned yet, and how often each was put. */
    private final Map<PageId, Integer> unmentioned = new HashMap<>();

    /** Some bits of the ids of all pages of this write, by which most others are known as such without looking for them. */
    private final BitSet marks = new BitSet(MARKS);

    /** What was put since the last flush, as which pages; null unless several states are written. */
    private @Nullable IdentityHashMap<Object, PageLink> put;

    private StateWriter(PageSource source, Function<List<Page>, Set<PageId>> flusher, boolean adopting) {
        this.source = source;
        this.flusher = flusher;
        this.adopting = adopting;
    }

    /**
     * Begins a write after which the nodes that were written stand for their pages: they can be evicted, and need not be
     * written again.
     *
     * @param source where the pages can be read afterwards
     * @param flusher makes pages durable, without refs, and tells which are known not to have been there before
     */
    static StateWriter adopting(PageSource source, Function<List<Page>, Set<PageId>> flusher) {
        return new StateWriter(source, flusher, true);
    }

    /** Begins a write that leaves the nodes as they are. */
    static StateWriter copying(PageSource source, Consumer<List<Page>> flusher) {
        Function<List<Page>, Set<PageId>> telling = pages -> {
            flusher.accept(pages);
            return Set.of();
        };
        return new StateWriter(source, telling, false);
    }

    @Override
    public PageSource source() {
        return source;
    }

    /**
     * Says that several states follow. What they share and none of them has written before is put once: nodes begin to stand for their
     * pages only when those are stored.
     */
    void expectSeveral() {
        put = new IdentityHashMap<>();
    }

    @Override
    public @Nullable PageLink pageOf(Object written) {
        return put == null ? null : put.get(written);
    }

    @Override
    public void isPut(Object written, PageLink page) {
        if (put != null) {
            put.put(written, page);
        }
    }

    @Override
    public PageId put(PageContent content, PutListener listener) {
        if (pending.pendingBytes() > FLUSH_BYTES) {
            flush();
        }
        PageId last = null;
        List<PageContent> parts = Chunks.split(content);
        for (int i = 0; i < parts.size(); i++) {
            PageContent part = parts.get(i);
            last = PageFormat.idOf(part);
            List<PageLink> links = part.links();
            for (int link = 0; link < links.size(); link++) {
                mention(links.get(link).id());
            }
            unmentioned.merge(last, 1, Integer::sum);
            marks.set(markOf(last));
            allPages++;
            pending.add(last, part, adopting && i == parts.size() - 1 ? listener : null);
        }
        if (last == null) {
            throw new AssertionError("a content is split into at least one page");
        }
        return last;
    }

    /** Has the pending pages compressed and put by another thread, if one is free, while the next are being written. */
    private void flush() {
        settle();
        PageGroup group = pending;
        pending = new PageGroup();
        FutureTask<Set<PageId>> flush = new FutureTask<>(() -> flusher.apply(group.pages()));
        flushing = new Flushing(group, flush);
        FLUSHERS.execute(flush);
    }

    /** Waits for the flush that is under way, if one is. */
    private void settle() {
        Flushing before = flushing;
        if (before != null) {
            flushing = null;
            tell(before.group, resultOf(before.flush));
        }
    }

    private static Set<PageId> resultOf(FutureTask<Set<PageId>> flush) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return flush.get();
                } catch (InterruptedException e) {
                    interrupted = true; // Nothing may go on while another thread commits on behalf of this one.
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for what is under way, whatever becomes of it. To be called when the write is over. */
    @Override
    public void close() {
        Flushing before = flushing;
        flushing = null;
        if (before != null) {
            try {
                resultOf(before.flush);
            } catch (RuntimeException e) {
                LOG.debug("a write that had failed before could not put its pages", e);
            }
        }
    }

    /** What was put since the write began. */
    WriteMetrics written() {
        return new WriteMetrics(allPages, allBytes, shared);
    }

    /** Children are put before their parent, so a page that does not wait to be mentioned was there before. */
    private void mention(PageId page) {
        Integer times = marks.get(markOf(page)) ? unmentioned.remove(page) : null;
        if (times == null) {
            shared++;
        } else if (times > 1) {
            unmentioned.put(page, times - 1);
        }
    }

    private static int markOf(PageId page) {
        return (int) page.low() & MARKS - 1;
    }

    /** The pages that were not flushed; all others are in the store. */
    List<Page> pending() {
        settle();
        return pending.pages();
    }

    /**
     * Says that the pending pages are in the store.
     *
     * @param added those that are known not to have been there before
     */
    void stored(Set<PageId> added) {
        PageGroup group = pending;
        pending = new PageGroup();
        tell(group, added);
    }

    private void tell(PageGroup group, Set<PageId> added) {
        allBytes += group.bytes();
        if (put != null) {
            put.clear();
        }
        group.stored(added);
    }

    /** Pages that another thread puts. */
    private record Flushing(PageGroup group, FutureTask<Set<PageId>> flush) {}
}
