package io.varve.internal.engine;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PutListener;
import io.varve.internal.page.StoredForm;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages that go to the store together. Encoded when they go, perhaps by another thread; but deltas at once, as that takes little
 * and least as long as the processor's caches have them. Not thread-safe.
 */
final class PageGroup {

    private final List<Put> puts = new ArrayList<>();
    private long pendingBytes;
    private @Nullable List<Page> pages;

    /** A page, or what it takes to encode it. */
    private record Put(
            PageId id,
            PageContent content,
            @Nullable Page encoded,
            @Nullable PutListener listener) {

        Page page() {
            return encoded == null ? PageFormat.encode(id, content) : encoded;
        }
    }

    void add(PageId id, PageContent content, @Nullable PutListener listener) {
        Page encoded = content.delta() == null ? null : PageFormat.encode(id, content);
        puts.add(new Put(id, content, encoded, listener));
        pendingBytes += PageFormat.pendingBytes(content);
    }

    /** How many bytes of contents wait to be encoded, about. */
    long pendingBytes() {
        return pendingBytes;
    }

    /** The pages, which are encoded by the first call. */
    List<Page> pages() {
        List<Page> encoded = pages;
        if (encoded == null) {
            encoded = new ArrayList<>(puts.size());
            for (Put put : puts) {
                encoded.add(put.page());
            }
            pages = encoded;
        }
        return encoded;
    }

    /** How many bytes the pages have. */
    long bytes() {
        return pages().stream().mapToLong(page -> page.bytes().length).sum();
    }

    /**
     * Says that the pages are in the store.
     *
     * @param added those that are known not to have been there before
     */
    void stored(Set<PageId> added) {
        List<Page> stored = pages();
        boolean isEachNew = added.size() == stored.size();
        // Of a content that was put twice, in two ways, the first was stored.
        Set<PageId> asPut = isEachNew ? Set.of() : new HashSet<>(added);
        for (int i = 0; i < stored.size(); i++) {
            Page page = stored.get(i);
            boolean isAsPut = isEachNew || asPut.remove(page.id());
            StoredForm form = isAsPut ? PageFormat.formOf(page.bytes()) : StoredForm.UNKNOWN;
            PutListener listener = puts.get(i).listener;
            if (listener != null) {
                listener.stored(form);
            }
        }
    }
}
