package io.varve.bench.collection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code java.util.HashMap}, changed in place: the floor, which has no versions. */
final class JavaMap implements MapSubject<Map<Object, Item>> {

    @Override
    public About about() {
        return new About(
                "java.util.HashMap",
                "jdk",
                false,
                List.of(
                        "the mutable floor, no peer: changed in place, and a version of it is a copy",
                        "insert and remove undo themselves, so that each is two operations"));
    }

    @Override
    public Map<Object, Item> empty() {
        return new HashMap<>();
    }

    @Override
    public Map<Object, Item> build(Object[] keys, Item[] values) {
        return putAll(new HashMap<>(keys.length * 4 / 3 + 1), keys, values, 0, keys.length);
    }

    @Override
    public @Nullable Item get(Map<Object, Item> map, Object key) {
        return map.get(key);
    }

    @Override
    public Map<Object, Item> put(Map<Object, Item> map, Object key, Item value) {
        map.put(key, value);
        return map;
    }

    @Override
    public Map<Object, Item> remove(Map<Object, Item> map, Object key) {
        map.remove(key);
        return map;
    }

    @Override
    public Map<Object, Item> putAll(Map<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            map.put(keys[i], values[i]);
        }
        return map;
    }

    @Override
    public int size(Map<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(Map<Object, Item> map, BiConsumer<Object, Item> action) {
        map.forEach(action);
    }

    @Override
    public Map<Object, Item> fork(Map<Object, Item> map) {
        return new HashMap<>(map);
    }
}
