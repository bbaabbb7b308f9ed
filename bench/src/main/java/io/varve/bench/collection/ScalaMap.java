package io.varve.bench.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.collection.AbstractIterator;
import scala.collection.immutable.HashMap;
import scala.collection.mutable.ReusableBuilder;
import scala.runtime.AbstractFunction2;

/** Scala's immutable hash map, with its builder. */
final class ScalaMap implements MapSubject<HashMap<Object, Item>> {

    @Override
    public About about() {
        return About.of("Scala 2.13 HashMap", "scala-library", "lists no changes of its own: both versions are walked");
    }

    @Override
    public HashMap<Object, Item> empty() {
        return HashMap.<Object, Item>newBuilder().result();
    }

    @Override
    public HashMap<Object, Item> build(Object[] keys, Item[] values) {
        ReusableBuilder<Tuple2<Object, Item>, HashMap<Object, Item>> builder = HashMap.newBuilder();
        for (int i = 0; i < keys.length; i++) {
            builder.addOne(new Tuple2<>(keys[i], values[i]));
        }
        return builder.result();
    }

    @Override
    public @Nullable Item get(HashMap<Object, Item> map, Object key) {
        Option<Item> found = map.get(key);
        return found.isDefined() ? found.get() : null;
    }

    @Override
    public HashMap<Object, Item> put(HashMap<Object, Item> map, Object key, Item value) {
        return map.updated(key, value);
    }

    @Override
    public HashMap<Object, Item> remove(HashMap<Object, Item> map, Object key) {
        return map.removed(key);
    }

    @Override
    public HashMap<Object, Item> putAll(HashMap<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        return map.concat(new AbstractIterator<Tuple2<Object, Item>>() {
            private int next = from;

            @Override
            public boolean hasNext() {
                return next < to;
            }

            @Override
            public Tuple2<Object, Item> next() {
                Tuple2<Object, Item> entry = new Tuple2<>(keys[next], values[next]);
                next++;
                return entry;
            }
        });
    }

    @Override
    public int size(HashMap<Object, Item> map) {
        return map.size();
    }

    @Override
    public void forEach(HashMap<Object, Item> map, BiConsumer<Object, Item> action) {
        map.foreachEntry(new AbstractFunction2<Object, Item, Object>() {
            @Override
            public Object apply(Object key, Item value) {
                action.accept(key, value);
                return key;
            }
        });
    }
}
