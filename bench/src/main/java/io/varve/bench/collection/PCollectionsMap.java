package io.varve.bench.collection;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/** PCollections' hash map. */
final class PCollectionsMap implements MapSubject<HashPMap<Object, Item>> {

    @Override
    public About about() {
        return About.of(
                "PCollections HashPMap",
                "pcollections",
                "edits nothing in place: a batch is one put after another",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public HashPMap<Object, Item> empty() {
        return HashTreePMap.empty();
    }

    @Override
    public HashPMap<Object, Item> build(Object[] keys, Item[] values) {
        return putAll(empty(), keys, values, 0, keys.length);
    }

    @Override
    public @Nullable Item get(HashPMap<Object, Item> map, Object key) {
        return map.get(key);
    }

    @Override
    public HashPMap<Object, Item> put(HashPMap<Object, Item> map, Object key, Item value) {
        return map.plus(key, value);
    }

    @Override
    public HashPMap<Object, Item> remove(HashPMap<Object, Item> map, Object key) {
        return map.minus(key);
    }

    @Override
    public HashPMap<Object, Item> putAll(HashPMap<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        HashPMap<Object, Item> result = map;
        for (int i = from; i < to; i++) {
            result = result.plus(keys[i], values[i]);
        }
        return result;
    }

    @Override
    public int size(HashPMap<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(HashPMap<Object, Item> map, BiConsumer<Object, Item> action) {
        for (Map.Entry<Object, Item> entry : map.entrySet()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }
}
