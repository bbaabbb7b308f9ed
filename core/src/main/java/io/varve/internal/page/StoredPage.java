package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a node was stored: what is needed to store one that was made from it as a {@linkplain Delta delta}. For as long as
 * this lives, neither the node's page is collected nor the one that it is a delta of; so whoever puts a delta keeps this
 * until it is stored. Thread-safe.
 */
public final class StoredPage {

    private final Stub<?> stub;
    private final @Nullable Delta delta;
    private final int heapBytes;

    /** What matters is that it lives. Versions that are deltas of the same base share it. */
    private final @Nullable HeldPage base;

    /** Racy on purpose: whoever does not see it asks the store once more. */
    private StoredForm form;

    private StoredPage(Stub<?> stub, PageContent content, StoredForm form, @Nullable StoredPage before) {
        this.stub = stub;
        this.delta = content.delta();
        this.heapBytes = content.estimatedHeapBytes();
        this.form = form;
        this.base = delta == null ? null : held(delta.base(), stub.source(), before);
    }

    private static HeldPage held(PageId base, PageSource source, @Nullable StoredPage before) {
        HeldPage known = before != null && before.isStoredIn(source) ? before.base : null;
        return known != null && known.link().id().equals(base)
                ? known
                : HeldPage.of(new PageLink(base, false), source.held());
    }

    /**
     * Of a page that was put just now.
     *
     * @param stub the page
     * @param content what was put; the page that it is a delta of is held until this returns
     * @param form how it is stored
     * @param before how the node was stored from which this page's was made, if it is known
     */
    public static StoredPage put(Stub<?> stub, PageContent content, StoredForm form, @Nullable StoredPage before) {
        return new StoredPage(stub, content, form, before);
    }

    /**
     * Of a page that was read just now.
     *
     * @param stub the page
     * @param content what was read; the page that it is a delta of is held until this returns
     */
    public static StoredPage read(Stub<?> stub, PageContent content) {
        return new StoredPage(stub, content, StoredForm.UNKNOWN, null);
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
        boolean worthIt =
                (delta != null || form == StoredForm.BASE) && next.isWorthIt(PageFormat.contentLength(content));
        return worthIt ? content.as(next) : content;
    }

    /** What makes the content of the page's base, or null if it is stored whole. */
    @Nullable
    Splice splice() {
        return delta == null ? null : delta.splice();
    }

    /** Whether the page is one of some source's. */
    public boolean isStoredIn(PageSource source) {
        return stub.isStoredIn(source);
    }

    /** Says that the node that was made from this page's was stored. */
    public void outdated() {
        stub.source().budget().outdated(stub, heapBytes);
    }

    /**
     * Finds out of which pages others may be stored as deltas. One that was put whole may have been there before as a delta, as the
     * same content came about by another way; so that no delta is ever one of another delta, the store is asked, once, unless it
     * has told when the page was put. Cost: one call of the store for all.
     *
     * @param pages how the nodes were stored from which those were made that are to be stored
     * @param target where those are to be stored
     */
    public static void findBases(Collection<StoredPage> pages, PageSource target) {
        List<StoredPage> unknown = pages.stream()
                .filter(page -> page.delta == null && page.form == StoredForm.UNKNOWN && page.stub.isStoredIn(target))
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Set<PageId> bases =
                target.basesAmong(unknown.stream().map(StoredPage::id).toList());
        unknown.forEach(page -> page.form = bases.contains(page.id()) ? StoredForm.BASE : StoredForm.OTHER);
    }

    private PageId id() {
        return stub.link().id();
    }
}
