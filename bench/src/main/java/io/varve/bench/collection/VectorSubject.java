package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;

/**
 * A library's vector of {@link Item}s, used as its documentation advises. A subject has no state of its own: it is given
 * a vector and gives another.
 *
 * @param <V> the library's type
 */
interface VectorSubject<V> {

    /** What it is, and what it can't do. */
    About about();

    V empty();

    /** A vector of the given elements, in the quickest way that the library has. */
    V build(List<Item> items);

    Item get(V vector, int index);

    V update(V vector, int index, Item item);

    V append(V vector, Item item);

    V dropFirst(V vector);

    V dropLast(V vector);

    /** Replaces the elements at some of the given indices, as one operation if the library has one. */
    V updateAll(V vector, int[] indices, Item[] items, int from, int to);

    int size(V vector);

    /** Visits all elements, in the quickest way that the library has. */
    void forEach(V vector, Consumer<Item> action);

    /** Whether two vectors are equal, by the library's own judgement. */
    default boolean equal(V one, V other) {
        return one.equals(other);
    }

    /** A version that can be changed without changing the vector: what is immutable is one itself. */
    default V fork(V vector) {
        return vector;
    }

    /** Lists the differences between two versions of one length; who has no method for it walks over both. */
    default void changes(V before, V after, Changes changes) {
        for (int i = 0; i < size(before); i++) {
            Item earlier = get(before, i);
            Item later = get(after, i);
            if (!earlier.equals(later)) {
                changes.add(earlier, later);
            }
        }
    }

    /** Whether a version costs what has changed, so that a thousand can be kept. */
    default boolean keepsVersions() {
        return about().persistent();
    }
}
