package io.varve.bench.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Another subject's map, for subclasses that get one thing wrong; all claim to be persistent. */
class WrongMap implements MapSubject<Object> {

    private final MapSubject<Object> right;

    WrongMap() {
        this("varve");
    }

    WrongMap(String right) {
        this.right = Subjects.map(right);
    }

    @Override
    public About about() {
        return About.of("wrong", "varve");
    }

    @Override
    public Object empty() {
        return right.empty();
    }

    @Override
    public Object build(Object[] keys, Item[] values) {
        return right.build(keys, values);
    }

    @Override
    public @Nullable Item get(Object map, Object key) {
        return right.get(map, key);
    }

    @Override
    public Object put(Object map, Object key, Item value) {
        return right.put(map, key, value);
    }

    @Override
    public Object remove(Object map, Object key) {
        return right.remove(map, key);
    }

    @Override
    public Object putAll(Object map, Object[] keys, Item[] values, int from, int to) {
        return right.putAll(map, keys, values, from, to);
    }

    @Override
    public int size(Object map) {
        return right.size(map);
    }

    @Override
    public void forEach(Object map, BiConsumer<Object, Item> action) {
        right.forEach(map, action);
    }
}
