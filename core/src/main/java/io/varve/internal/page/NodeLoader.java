package io.varve.internal.page;

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
}
