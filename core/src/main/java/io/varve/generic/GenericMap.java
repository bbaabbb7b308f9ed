package io.varve.generic;

import io.vavr.Tuple2;
import io.vavr.collection.Iterator;

/**
 * A {@code PersistentMap} as it was stored. Reads its pages while it is iterated, each time anew, and holds on to none of
 * them, so that it may be larger than the heap. There is no look-up by key: where a key is found depends on its class.
 * Immutable and thread-safe, its iterators are not. Equal to itself only.
 */
public interface GenericMap extends Iterable<Tuple2<Object, Object>> {

    /**
     * The number of entries. Reads nothing.
     *
     * @return the number
     */
    long size();

    /**
     * The entries, in the order in which they are stored.
     *
     * @return an iterator that reads a page now and then
     */
    @Override
    Iterator<Tuple2<Object, Object>> iterator();
}
