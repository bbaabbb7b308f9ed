package io.varve.collection;

/**
 * One index at which two vectors differ.
 *
 * @param <T> the type of the elements
 */
public sealed interface ElementChange<T> {

    /** The index; the same in both vectors, as far as both have it. */
    int index();

    /**
     * The earlier vector ends before this index.
     *
     * @param index the index in the later vector
     * @param after the element there
     */
    record Added<T>(int index, T after) implements ElementChange<T> {}

    /**
     * The later vector ends before this index.
     *
     * @param index the index in the earlier vector
     * @param before the element there
     */
    record Removed<T>(int index, T before) implements ElementChange<T> {}

    /**
     * Both vectors have this index, and the elements aren't equal.
     *
     * @param index the index in both
     * @param before the element in the earlier vector
     * @param after the element in the later vector
     */
    record Replaced<T>(int index, T before, T after) implements ElementChange<T> {}
}
