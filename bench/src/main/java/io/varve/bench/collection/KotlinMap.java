package io.varve.bench.collection;

import java.util.Map;
import java.util.function.BiConsumer;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;
import org.jspecify.annotations.Nullable;

/** The hash map of kotlinx.collections.immutable, with its builders. */
final class KotlinMap implements MapSubject<PersistentMap<Object, Item>> {

    @Override
    public About about() {
        return About.of(
                "kotlinx persistentHashMap",
                "kotlinx-collections-immutable",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public PersistentMap<Object, Item> empty() {
        return ExtensionsKt.persistentHashMapOf();
    }

    @Override
    public PersistentMap<Object, Item> build(Object[] keys, Item[] values) {
        return putAll(empty(), keys, values, 0, keys.length);
    }

    @Override
    public @Nullable Item get(PersistentMap<Object, Item> map, Object key) {
        return map.get(key);
    }

    @Override
    public PersistentMap<Object, Item> put(PersistentMap<Object, Item> map, Object key, Item value) {
        return map.putting(key, value);
    }

    @Override
    public PersistentMap<Object, Item> remove(PersistentMap<Object, Item> map, Object key) {
        return map.removing(key);
    }

    @Override
    public PersistentMap<Object, Item> putAll(
            PersistentMap<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        PersistentMap.Builder<Object, Item> builder = map.builder();
        for (int i = from; i < to; i++) {
            builder.put(keys[i], values[i]);
        }
        return builder.build();
    }

    @Override
    public int size(PersistentMap<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(PersistentMap<Object, Item> map, BiConsumer<Object, Item> action) {
        for (Map.Entry<Object, Item> entry : map.entrySet()) {
            action.accept(entry.getKey(), entry.getValue());
        }
    }
}
