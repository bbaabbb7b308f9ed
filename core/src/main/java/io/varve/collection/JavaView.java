package io.varve.collection;

import io.varve.UnsupportedTypeException;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A persistent map as an unmodifiable {@code java.util.Map}. */
final class JavaView<K, V> extends AbstractMap<K, V> {

    private final PersistentMap<K, V> map;

    JavaView(PersistentMap<K, V> map) {
        this.map = map;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    @SuppressWarnings("unchecked") // If it is no K, it is not found.
    public @Nullable V get(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        try {
            return map.find((K) key);
        } catch (UnsupportedTypeException e) {
            return null; // What can't be a key isn't one.
        }
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        map.forEach((key, value) -> action.accept(key, value));
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<K, V>> {

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object object) {
            return object instanceof Map.Entry<?, ?> entry
                    && entry.getValue() != null
                    && entry.getValue().equals(get(entry.getKey()));
        }

        @Override
        public Iterator<Entry<K, V>> iterator() {
            return map.iterator().<Entry<K, V>>map(entry -> Map.entry(entry._1, entry._2));
        }
    }
}
