package io.varve.bench.collection;

import io.varve.collection.EntryChange;
import io.varve.collection.PersistentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Varve's map. */
final class VarveMap implements MapSubject<PersistentMap<Object, Item>> {

    @Override
    public About about() {
        return About.of("PersistentMap", "varve");
    }

    @Override
    public PersistentMap<Object, Item> empty() {
        return PersistentMap.empty();
    }

    @Override
    public PersistentMap<Object, Item> build(Object[] keys, Item[] values) {
        return PersistentMap.ofEntries(Tuples.of(keys, values, 0, keys.length));
    }

    @Override
    public @Nullable Item get(PersistentMap<Object, Item> map, Object key) {
        return map.get(key).getOrNull();
    }

    @Override
    public PersistentMap<Object, Item> put(PersistentMap<Object, Item> map, Object key, Item value) {
        return map.put(key, value);
    }

    @Override
    public PersistentMap<Object, Item> remove(PersistentMap<Object, Item> map, Object key) {
        return map.remove(key);
    }

    @Override
    public PersistentMap<Object, Item> putAll(
            PersistentMap<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        return map.putAll(Tuples.of(keys, values, from, to));
    }

    @Override
    public int size(PersistentMap<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(PersistentMap<Object, Item> map, BiConsumer<Object, Item> action) {
        map.forEach(action);
    }

    @Override
    public void changes(PersistentMap<Object, Item> before, PersistentMap<Object, Item> after, Changes changes) {
        for (EntryChange<Object, Item> change : before.diff(after)) {
            if (change instanceof EntryChange.Replaced<Object, Item> replaced) {
                changes.add(replaced.before(), replaced.after());
            } else if (change instanceof EntryChange.Added<Object, Item> added) {
                changes.add(null, added.after());
            } else if (change instanceof EntryChange.Removed<Object, Item> removed) {
                changes.add(removed.before(), null);
            }
        }
    }
}
