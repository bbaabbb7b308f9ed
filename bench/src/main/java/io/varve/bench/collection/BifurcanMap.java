package io.varve.bench.collection;

import io.lacuna.bifurcan.IEntry;
import io.lacuna.bifurcan.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Bifurcan's hash map, with its linear mode. */
final class BifurcanMap implements MapSubject<Map<Object, Item>> {

    @Override
    public About about() {
        return About.of("Bifurcan Map", "bifurcan", "lists no changed values of its own: both versions are walked");
    }

    @Override
    public Map<Object, Item> empty() {
        return new Map<>();
    }

    @Override
    public Map<Object, Item> build(Object[] keys, Item[] values) {
        return putAll(empty(), keys, values, 0, keys.length);
    }

    @Override
    @SuppressWarnings("NullAway") // A default of null is what it is for.
    public @Nullable Item get(Map<Object, Item> map, Object key) {
        return map.get(key, null);
    }

    @Override
    public Map<Object, Item> put(Map<Object, Item> map, Object key, Item value) {
        return (Map<Object, Item>) map.put(key, value);
    }

    @Override
    public Map<Object, Item> remove(Map<Object, Item> map, Object key) {
        return map.remove(key);
    }

    @Override
    public Map<Object, Item> putAll(Map<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        Map<Object, Item> linear = map.linear();
        for (int i = from; i < to; i++) {
            linear = (Map<Object, Item>) linear.put(keys[i], values[i]);
        }
        return linear.forked();
    }

    @Override
    public int size(Map<Object, Item> map) {
        return (int) map.size();
    }

    @Override
    public void forEach(Map<Object, Item> map, BiConsumer<Object, Item> action) {
        for (IEntry<Object, Item> entry : map) {
            action.accept(entry.key(), entry.value());
        }
    }
}
