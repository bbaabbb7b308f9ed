package io.varve.internal.page;

import io.varve.spi.PageId;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A stored node as its parent holds it: always its id, and its content while memory allows. Reading the content of a
 * loaded stub costs a field read; a stub that was evicted reads its page again.
 *
 * <p>Thread-safe without locks: the node is immutable and the page it comes from never changes, so threads that race to
 * load it merely do the work twice, and a node seen or not seen through a race is equally right. For this the node's
 * class must have final fields only (or fields whose races are as harmless).
 *
 * @param <N> the type of the node
 */
public final class Stub<N> implements PageHolder {

    private final long idHigh;
    private final long idLow;
    private final NodeLoader<N> loader;
    private final int size;
    private final boolean hasLinks;
    private int touched;
    private @Nullable N node;

    /**
     * Makes a stub of a page that was not read yet.
     *
     * @param link the page
     * @param size the number of entries below it, as the parent knows it
     * @param loader reads it
     */
    public Stub(PageLink link, int size, NodeLoader<N> loader) {
        this.idHigh = link.id().high();
        this.idLow = link.id().low();
        this.hasLinks = link.hasLinks();
        this.size = size;
        this.loader = loader;
        // Last, and before anybody sees this stub: from now on its page is not garbage.
        loader.source().held().add(this);
    }

    /** Makes a stub of a node that has just been stored, and puts it under the budget. */
    public static <N> Stub<N> ofStored(PageLink link, int size, NodeLoader<N> loader, N node, int heapBytes) {
        Stub<N> stub = new Stub<>(link, size, loader);
        stub.node = node;
        loader.source().budget().admit(stub, heapBytes);
        return stub;
    }

    /** The node, read from its page if it isn't on the heap. */
    public N get() {
        N loaded = node;
        if (loaded == null) {
            return load();
        }
        NodeBudget budget = budget();
        if (touched != budget.tick()) {
            touched = budget.tick();
            budget.touch(this);
        }
        return loaded;
    }

    /**
     * The node, made anew if it isn't on the heap.
     *
     * @param ahead where its page may have been read ahead
     * @param similar a node that it is likely to have much in common with
     */
    public N get(@Nullable PageBatch ahead, @Nullable Object similar) {
        if (node != null) {
            return get();
        }
        return decoded(content(ahead), similar);
    }

    /**
     * What this node and another don't have in common, in nodes that are made for it and forgotten; where that can't be told
     * by their pages, both nodes whole.
     *
     * @param ahead where its page may have been read ahead
     * @param other a stub of the same source
     * @param otherAhead where the page of the other may have been read ahead
     */
    public Differing<N> differing(@Nullable PageBatch ahead, Stub<N> other, @Nullable PageBatch otherAhead) {
        PageContent content = content(ahead);
        PageContent otherContent = other.content(otherAhead);
        Differing<N> differing = loader.decodeDiffering(content, otherContent);
        if (differing != null) {
            return differing;
        }
        N whole = decoded(content, null);
        return new Differing<>(whole, other.decoded(otherContent, whole));
    }

    private PageContent content(@Nullable PageBatch ahead) {
        PageId id = new PageId(idHigh, idLow);
        PageContent content = ahead == null ? null : ahead.take(id);
        return content == null ? loader.source().read(id) : content;
    }

    /** Whether the node is on the heap now. */
    public boolean isLoaded() {
        return node != null;
    }

    /** The page of the node. */
    @Override
    public PageLink link() {
        return new PageLink(new PageId(idHigh, idLow), hasLinks);
    }

    /** The number of entries below. */
    public int size() {
        return size;
    }

    /** Whether the node is kept in the given source, so that it need not be written there again. */
    public boolean isStoredIn(PageSource source) {
        return loader.source() == source;
    }

    /** Whether both nodes are kept in the same source. */
    public boolean isStoredWith(Stub<?> other) {
        return isStoredIn(other.source());
    }

    /** Whether both stand for the same content. */
    public boolean sameContent(Stub<?> other) {
        // The id is a hash of the content, so it identifies it across sources too.
        return this == other || idHigh == other.idHigh && idLow == other.idLow;
    }

    PageSource source() {
        return loader.source();
    }

    NodeBudget budget() {
        return loader.source().budget();
    }

    void forget() {
        node = null;
    }

    private N load() {
        return decoded(loader.source().read(new PageId(idHigh, idLow)), null);
    }

    private N decoded(PageContent content, @Nullable Object similar) {
        try {
            N loaded = loader.decode(content, this, similar);
            node = loaded;
            NodeBudget budget = budget();
            budget.loaded(this, content.estimatedHeapBytes());
            touched = budget.tick(); // Being loaded is no use of what was there.
            return loaded;
        } finally {
            // Until what was decoded has stubs of its own, this one is what keeps the pages below from being collected.
            Reference.reachabilityFence(this);
        }
    }
}
