package io.varve.internal.page;

import org.jspecify.annotations.Nullable;

/**
 * How a node was stored: what is needed to store one that was made from it as a {@linkplain Delta delta}. For as long as
 * this lives, neither the node's page is collected nor the one that it is a delta of; so whoever puts a delta keeps this
 * until it is stored. Thread-safe.
 */
public final class StoredPage {

    private final Stub<?> stub;
    private final @Nullable Delta delta;

    @SuppressWarnings("UnusedVariable") // What matters is that it lives.
    private final @Nullable HeldPage base;

    /** Racy on purpose: whoever does not see it asks the store once more. */
    private boolean knownAsBase;

    private StoredPage(Stub<?> stub, @Nullable Delta delta) {
        this.stub = stub;
        this.delta = delta;
        this.base = delta == null
                ? null
                : HeldPage.of(new PageLink(delta.base(), false), stub.source().held());
    }

    /**
     * Of a page that was put or read just now.
     *
     * @param stub the page
     * @param content what was put or read; the page that it is a delta of is held until this returns
     */
    public static StoredPage of(Stub<?> stub, PageContent content) {
        return new StoredPage(stub, content.delta());
    }

    /**
     * How a content may be stored that was made from this page's.
     *
     * @param content the content
     * @param change what makes it of this page's content
     * @param target where it is to be stored
     * @return the content with a delta, or the same if it had better be stored whole
     */
    public PageContent next(PageContent content, Splice change, PageSource target) {
        if (!stub.isStoredIn(target)) {
            return content;
        }
        Delta next = delta == null
                ? new Delta(stub.link().id(), change)
                : new Delta(delta.base(), change.after(delta.splice()));
        boolean worthIt = next.isWorthIt(PageFormat.contentLength(content)) && (delta != null || canBeBase(target));
        return worthIt ? content.as(next) : content;
    }

    /** Whether the page is one of some source's. */
    public boolean isStoredIn(PageSource source) {
        return stub.isStoredIn(source);
    }

    /** Says that the node that was made from this page's was stored. */
    public void outdated() {
        stub.source().budget().outdated(stub);
    }

    /**
     * A page that was put whole may have been there before as a delta, as the same content came about by another way. So that
     * no delta is ever one of another delta, the store is asked, once.
     */
    private boolean canBeBase(PageSource source) {
        if (!knownAsBase && source.canBeBase(stub.link().id())) {
            knownAsBase = true;
        }
        return knownAsBase;
    }
}
