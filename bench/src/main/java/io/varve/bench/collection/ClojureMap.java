package io.varve.bench.collection;

import clojure.lang.AFn;
import clojure.lang.IKVReduce;
import clojure.lang.IPersistentMap;
import clojure.lang.ITransientMap;
import clojure.lang.PersistentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Clojure's hash map, with its transients. */
final class ClojureMap implements MapSubject<IPersistentMap> {

    @Override
    public About about() {
        return About.of(
                "Clojure PersistentHashMap", "clojure", "lists no changes of its own: both versions are walked");
    }

    @Override
    public IPersistentMap empty() {
        return PersistentHashMap.EMPTY;
    }

    @Override
    public IPersistentMap build(Object[] keys, Item[] values) {
        return putAll(empty(), keys, values, 0, keys.length);
    }

    @Override
    public @Nullable Item get(IPersistentMap map, Object key) {
        return (Item) map.valAt(key);
    }

    @Override
    public IPersistentMap put(IPersistentMap map, Object key, Item value) {
        return map.assoc(key, value);
    }

    @Override
    public IPersistentMap remove(IPersistentMap map, Object key) {
        return map.without(key);
    }

    @Override
    public IPersistentMap putAll(IPersistentMap map, Object[] keys, Item[] values, int from, int to) {
        ITransientMap editable = (ITransientMap) ((PersistentHashMap) map).asTransient();
        for (int i = from; i < to; i++) {
            editable = editable.assoc(keys[i], values[i]);
        }
        return editable.persistent();
    }

    @Override
    public int size(IPersistentMap map) {
        return map.count();
    }

    @Override
    public void forEach(IPersistentMap map, BiConsumer<Object, Item> action) {
        ((IKVReduce) map)
                .kvreduce(
                        new AFn() {
                            @Override
                            public Object invoke(Object nothing, Object key, Object value) {
                                action.accept(key, (Item) value);
                                return nothing;
                            }
                        },
                        "");
    }

    @Override
    public boolean equal(IPersistentMap one, IPersistentMap other) {
        return one.equiv(other);
    }
}
