package io.varve.bench.collection;

import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One of Vavr's maps. */
final class VavrMap implements MapSubject<Map<Object, Item>> {

    private static final String[] NOTES = {
        "edits nothing in place: a batch is one put after another",
        "lists no changes of its own: both versions are walked"
    };

    private final About about;
    private final Function<Iterable<Tuple2<Object, Item>>, Map<Object, Item>> maker;
    private final boolean keepsVersions;

    private VavrMap(
            About about, Function<Iterable<Tuple2<Object, Item>>, Map<Object, Item>> maker, boolean keepsVersions) {
        this.about = about;
        this.maker = maker;
        this.keepsVersions = keepsVersions;
    }

    static VavrMap hash() {
        return new VavrMap(About.of("Vavr HashMap", "vavr", NOTES), HashMap::ofEntries, true);
    }

    static VavrMap tree() {
        return new VavrMap(About.of("Vavr TreeMap", "vavr", NOTES), VavrMap::tree, true);
    }

    static VavrMap linked() {
        return new VavrMap(
                About.of(
                        "Vavr LinkedHashMap",
                        "vavr",
                        NOTES[0],
                        NOTES[1],
                        "replacing and removing copy the list of the order, O(n): its versions are not kept by the"
                                + " thousand"),
                LinkedHashMap::ofEntries,
                false);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Every KeyType has its natural order.
    private static Map<Object, Item> tree(Iterable<Tuple2<Object, Item>> entries) {
        return TreeMap.ofEntries((Comparator) Comparator.naturalOrder(), entries);
    }

    @Override
    public About about() {
        return about;
    }

    @Override
    public Map<Object, Item> empty() {
        return maker.apply(java.util.List.of());
    }

    @Override
    public Map<Object, Item> build(Object[] keys, Item[] values) {
        return maker.apply(Tuples.of(keys, values, 0, keys.length));
    }

    @Override
    public @Nullable Item get(Map<Object, Item> map, Object key) {
        return map.get(key).getOrNull();
    }

    @Override
    public Map<Object, Item> put(Map<Object, Item> map, Object key, Item value) {
        return map.put(key, value);
    }

    @Override
    public Map<Object, Item> remove(Map<Object, Item> map, Object key) {
        return map.remove(key);
    }

    @Override
    public Map<Object, Item> putAll(Map<Object, Item> map, Object[] keys, Item[] values, int from, int to) {
        Map<Object, Item> result = map;
        for (int i = from; i < to; i++) {
            result = result.put(keys[i], values[i]);
        }
        return result;
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
    public boolean keepsVersions() {
        return keepsVersions;
    }
}
