package io.varve.bench.collection;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A library's map of {@link Item}s, used as its documentation advises. A subject has no state of its own: it is given a
 * map and gives another.
 *
 * @param <M> the library's type
 */
interface MapSubject<M> {

    /** What it is, and what it can't do. */
    About about();

    /** A map without entries. */
    M empty();

    /** A map of the given entries, in the quickest way that the library has. */
    M build(Object[] keys, Item[] values);

    @Nullable
    Item get(M map, Object key);

    /** The map with another entry. */
    M put(M map, Object key, Item value);

    M remove(M map, Object key);

    /** The map with some of the given entries more, as one operation if the library has one. */
    M putAll(M map, Object[] keys, Item[] values, int from, int to);

    int size(M map);

    /** Visits all entries, in the quickest way that the library has. */
    void forEach(M map, BiConsumer<Object, Item> action);

    /** Whether two maps are equal, by the library's own judgement. */
    default boolean equal(M one, M other) {
        return one.equals(other);
    }

    /** A version that can be changed without changing the map: what is immutable is one itself. */
    default M fork(M map) {
        return map;
    }

    /** Lists the differences between two versions; who has no method for it walks over both. */
    default void changes(M before, M after, Changes changes) {
        forEach(before, (key, value) -> {
            Item later = get(after, key);
            if (!Objects.equals(value, later)) {
                changes.add(value, later);
            }
        });
        forEach(after, (key, value) -> {
            if (get(before, key) == null) {
                changes.add(null, value);
            }
        });
    }

    /** Whether a version costs what has changed, so that a thousand can be kept. */
    default boolean keepsVersions() {
        return about().persistent();
    }
}
