package io.varve.internal.engine;

import io.varve.internal.page.Chunks;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import io.varve.internal.page.StoredForm;
import io.varve.metrics.WriteMetrics;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pages of one write. Most writes are small and go out with the refs in one commit; a large one is flushed
 * on the way, so that its pages need not all be on the heap.
 */
final class StateWriter implements PageTarget {

    private static final int FLUSH_BYTES = 4 << 20;

    private final PageSource source;
    private final Function<List<Page>, Set<PageId>> flusher;
    private final boolean adopting;
    private List<Page> pages = new ArrayList<>();
    private List<Awaited> awaited = new ArrayList<>();
    private int bytes;
    private long allPages;
    private long allBytes;
    private long shared;

    /** The pages of this write that none has mentioned yet, and how often each was put. */
    private final Map<PageId, Integer> unmentioned = new HashMap<>();

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
        if (bytes > FLUSH_BYTES) {
            stored(flusher.apply(pages));
        }
        Page last = null;
        for (PageContent part : Chunks.split(content)) {
            Page page = PageFormat.encode(part);
            pages.add(page);
            bytes += page.bytes().length;
            allPages++;
            allBytes += page.bytes().length;
            part.links().forEach(link -> mention(link.id()));
            unmentioned.merge(page.id(), 1, Integer::sum);
            last = page;
        }
        if (last == null) {
            throw new AssertionError("a content is split into at least one page");
        }
        if (adopting) {
            awaited.add(new Awaited(last, listener));
        }
        return last.id();
    }

    /** What was put since the write began. */
    WriteMetrics written() {
        return new WriteMetrics(allPages, allBytes, shared);
    }

    /** Children are put before their parent, so a page that does not wait to be mentioned was there before. */
    private void mention(PageId page) {
        Integer times = unmentioned.remove(page);
        if (times == null) {
            shared++;
        } else if (times > 1) {
            unmentioned.put(page, times - 1);
        }
    }

    /** The pages that were not flushed yet. */
    List<Page> pending() {
        return pages;
    }

    /**
     * Says that the pending pages are in the store.
     *
     * @param added those that are known not to have been there before
     */
    void stored(Set<PageId> added) {
        List<Awaited> told = awaited;
        pages = new ArrayList<>();
        awaited = new ArrayList<>();
        bytes = 0;
        if (put != null) {
            put.clear();
        }
        // Of a content that was put twice, in two ways, the first was stored.
        Set<PageId> asPut = new HashSet<>(added);
        for (Awaited one : told) {
            Page page = one.page;
            one.listener.stored(asPut.remove(page.id()) ? PageFormat.formOf(page.bytes()) : StoredForm.UNKNOWN);
        }
    }

    /** A page whose listener waits for it to be stored. */
    private record Awaited(Page page, PutListener listener) {}
}
