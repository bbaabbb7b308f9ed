package io.varve.internal.page;

import org.jspecify.annotations.Nullable;

/**
 * Turns the content of a page into a node on the heap.
 *
 * @param <N> the type of the nodes
 */
public interface NodeLoader<N> {

    /** Where the pages are read. */
    PageSource source();

    /**
     * Decodes a page.
     *
     * @param content the page
     * @param stub through which it is loaded
     * @throws io.varve.VarveException if the content is not what a node of this type can be made of
     */
    N decode(PageContent content, Stub<?> stub);

    /**
     * Decodes a page that is likely to have much in common with a node that is on the heap, which need not be made again then.
     *
     * @param similar a node that this loader or another of its kind has made; null if there is none
     */
    default N decode(PageContent content, Stub<?> stub, @Nullable Object similar) {
        return decode(content, stub);
    }

    /**
     * Decodes of two pages only what they don't have in common, as far as that can be told without decoding the rest.
     *
     * @param before a page of this loader
     * @param after one of this or of another loader of its kind, from the same source
     * @return nodes with what one page has and the other has not; null if both have to be decoded to find out
     */
    default @Nullable Differing<N> decodeDiffering(PageContent before, PageContent after) {
        return null;
    }
}
