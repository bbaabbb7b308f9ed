package io.varve.generic;

import io.vavr.collection.Iterator;

/**
 * A {@code PersistentVector} as it was stored. Reads its pages while it is iterated, each time anew, and holds on to none
 * of them, so that it may be larger than the heap. Immutable and thread-safe, its iterators are not. Equal to itself
 * only.
 */
public interface GenericVector extends Iterable<Object> {

    /**
     * The number of elements. Reads nothing.
     *
     * @return the number
     */
    long size();

    /**
     * The elements, in their order.
     *
     * @return an iterator that reads a page now and then
     */
    @Override
    Iterator<Object> iterator();
}
