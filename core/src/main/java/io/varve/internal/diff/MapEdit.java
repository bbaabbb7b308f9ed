package io.varve.internal.diff;

import io.varve.collection.PersistentMap;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Step;
import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.SortedMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map of any kind. Its entries are replaced together, in the end. */
final class MapEdit implements Edit {

    private final Function<Object, @Nullable Object> finder;
    private final BiFunction<Iterable<Object>, java.util.Map<Object, Object>, Object> maker;
    private final java.util.Map<Object, @Nullable Object> edits = new LinkedHashMap<>();

    private MapEdit(
            Function<Object, @Nullable Object> finder,
            BiFunction<Iterable<Object>, java.util.Map<Object, Object>, Object> maker) {
        this.finder = finder;
        this.maker = maker;
    }

    /** Keys are found by {@code equals}, as they are compared, also where a sorted map finds them by its order. */
    static Edit of(Map<?, ?> any) {
        Map<Object, Object> map = unchecked(any);
        java.util.Map<Object, Object> copy = map instanceof SortedMap ? Ordinary.copied(map) : null;
        return new MapEdit(
                key -> copy == null ? map.get(key).getOrNull() : copy.get(key),
                map instanceof io.vavr.collection.LinkedHashMap
                        ? (gone, put) -> linked(map, gone, put)
                        : map instanceof PersistentMap<Object, Object> persistent
                                ? (gone, put) -> persistent
                                        .removeAll(gone)
                                        .putAll(io.vavr.collection.Iterator.ofAll(put.entrySet())
                                                .map(Tuple::fromEntry))
                                : (gone, put) -> plain(map, gone, put));
    }

    static Edit of(java.util.Map<?, ?> map) {
        java.util.Map<?, ?> byEquality = map instanceof java.util.SortedMap ? new LinkedHashMap<>(map) : map;
        return new MapEdit(byEquality::get, (gone, put) -> {
            if (map instanceof java.util.SortedMap<?, ?> sorted) {
                TreeMap<Object, Object> copy = new TreeMap<>(unchecked(sorted));
                change(copy, gone, put);
                return Collections.unmodifiableSortedMap(copy);
            }
            java.util.Map<Object, Object> copy = new LinkedHashMap<>(map);
            change(copy, gone, put);
            return Collections.unmodifiableMap(copy);
        });
    }

    @Override
    public boolean has(Step step) {
        return step instanceof StatePath.Key;
    }

    @Override
    public @Nullable Object at(Step step) {
        return finder.apply(((StatePath.Key) step).key());
    }

    @Override
    public void set(Step step, @Nullable Object part) {
        edits.put(((StatePath.Key) step).key(), part);
    }

    @Override
    public Object done() {
        java.util.List<Object> gone = new java.util.ArrayList<>();
        java.util.Map<Object, Object> put = new LinkedHashMap<>();
        edits.forEach((key, value) -> {
            if (value == null) {
                gone.add(key);
            } else {
                put.put(key, value);
            }
        });
        return maker.apply(gone, put);
    }

    /** Vavr's linked map takes O(n) for each entry that is replaced. */
    private static Object linked(Map<Object, Object> map, Iterable<Object> gone, java.util.Map<Object, Object> put) {
        java.util.Map<Object, Object> copy = Ordinary.copied(map);
        change(copy, gone, put);
        return io.vavr.collection.LinkedHashMap.ofAll(copy);
    }

    private static Object plain(Map<Object, Object> map, Iterable<Object> gone, java.util.Map<Object, Object> put) {
        Map<Object, Object> changed = map.removeAll(gone);
        for (java.util.Map.Entry<Object, Object> entry : put.entrySet()) {
            changed = changed.put(entry.getKey(), entry.getValue());
        }
        return changed;
    }

    private static void change(
            java.util.Map<Object, Object> map, Iterable<Object> gone, java.util.Map<Object, Object> put) {
        gone.forEach(map::remove);
        map.putAll(put);
    }

    @SuppressWarnings("unchecked") // What is put comes from a map of the same type.
    private static Map<Object, Object> unchecked(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    @SuppressWarnings("unchecked") // as above
    private static java.util.SortedMap<Object, Object> unchecked(java.util.SortedMap<?, ?> map) {
        return (java.util.SortedMap<Object, Object>) map;
    }
}
