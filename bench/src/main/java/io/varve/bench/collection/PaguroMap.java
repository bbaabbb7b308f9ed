package io.varve.bench.collection;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.organicdesign.fp.collections.PersistentHashMap;

/** Paguro's hash map, with its mutable builder. */
final class PaguroMap implements MapSubject<PersistentHashMap<Object, Item>> {

    @Override
    public About about() {
        return About.of("Paguro PersistentHashMap", "paguro", "lists no changes of its own: both versions are walked");
    }

    @Override
    public PersistentHashMap<Object, Item> empty() {
        return PersistentHashMap.empty();
    }

    @Override
    public PersistentHashMap<Object, Item> build(Object[] keys, Item[] values) {
        return putAll(empty(), keys, values, 0, keys.length);
    }

    @Override
    public @Nullable Item get(PersistentHashMap<Object, Item> map, Object key) {
        return map.get(key);
    }

    @Override
    public PersistentHashMap<Object, Item> put(PersistentHashMap<Object, Item> map, Object key, Item value) {
        return map.assoc(key, value);
    }

    @Override
    public PersistentHashMap<Object, Item> remove(PersistentHashMap<Object, Item> map, Object key) {
        return map.without(key);
    }

    @Override
    public PersistentHashMap<Object, Item> putAll(
            PersistentHashMap<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        PersistentHashMap.MutHashMap<Object, Item> mutable = map.mutable();
        for (int i = from; i < to; i++) {
            mutable = mutable.assoc(keys[i], values[i]);
        }
        return mutable.immutable();
    }

    @Override
    public int size(PersistentHashMap<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(PersistentHashMap<Object, Item> map, BiConsumer<Object, Item> action) {
        for (Map.Entry<Object, Item> entry : map) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }
}
