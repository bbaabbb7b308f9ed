package io.varve.bench.collection;

import io.varve.bench.report.Metric;
import io.varve.bench.report.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jol.info.GraphStats;
import org.openjdk.jol.vm.VM;

/**
 * What collections take on the heap, counted object by object with JOL: the same in every run of one JVM. What all
 * collections of a library share (that is, what an empty one has) is left out.
 */
public final class MemoryMeasurement {

    private static final String PACKAGE = MemoryMeasurement.class.getPackageName();

    private final int versions;
    private final Consumer<String> progress;
    private final List<Result> results = new ArrayList<>();

    /**
     * Makes a measurement.
     *
     * @param versions how many versions are kept to see what a change costs
     * @param progress is told what is being measured
     */
    public MemoryMeasurement(int versions, Consumer<String> progress) {
        this.versions = versions;
        this.progress = progress;
        // Without it, JOL does not look into records.
        System.setProperty("jol.magicFieldOffset", "true");
    }

    /**
     * Measures all subjects at each size, maps with each type of key.
     *
     * @return results in JMH's form
     */
    public List<Result> measure(List<Integer> sizes, List<KeyType> keyTypes) {
        for (int size : sizes) {
            for (KeyType type : keyTypes) {
                Entries entries = new Entries(type, size);
                long contents = bytes(entries.keys, entries.values) - shells(entries.keys, entries.values);
                for (String name : Subjects.maps()) {
                    progress.accept("map " + name + ", " + type + ", " + size);
                    map(name, Subjects.map(name), type, entries, contents);
                }
            }
            Elements elements = new Elements(size);
            Object[] items = elements.items.toArray();
            long contents = bytes((Object) items) - shells(items);
            for (String name : Subjects.vectors()) {
                progress.accept("vector " + name + ", " + size);
                vector(name, Subjects.vector(name), elements, contents);
            }
        }
        return List.copyOf(results);
    }

    private void map(String name, MapSubject<Object> subject, KeyType type, Entries entries, long contents) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("subject", name);
        params.put("key", type.name());
        params.put("size", Integer.toString(entries.size()));
        Object map = subject.build(entries.keys, entries.values);
        long bytes = bytes(map);
        add("MapMemory.perEntry", params, (double) (bytes - bytes(subject.empty()) - contents) / entries.size());
        if (subject.keepsVersions()) {
            Item[] items = newItems(entries.size());
            Object[] kept = new Object[versions + 1];
            kept[0] = map;
            int next = 0;
            for (int version = 1; version <= versions; version++) {
                Object later = kept[version - 1];
                for (int i = 0; i < Entries.CHANGES; i++) {
                    later = subject.put(later, entries.keys[next], items[version - 1]);
                    next = next + 1 == entries.size() ? 0 : next + 1;
                }
                kept[version] = later;
            }
            addVersions("MapMemory.perChange", params, bytes, kept, items);
        }
    }

    private void vector(String name, VectorSubject<Object> subject, Elements elements, long contents) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("subject", name);
        params.put("size", Integer.toString(elements.size()));
        Object vector = subject.build(elements.items);
        long bytes = bytes(vector);
        add("VectorMemory.perElement", params, (double) (bytes - bytes(subject.empty()) - contents) / elements.size());
        if (subject.keepsVersions()) {
            Item[] items = newItems(elements.size());
            Object[] kept = new Object[versions + 1];
            kept[0] = vector;
            int next = 0;
            for (int version = 1; version <= versions; version++) {
                Object later = kept[version - 1];
                for (int i = 0; i < Entries.CHANGES; i++) {
                    later = subject.update(later, elements.indices[next], items[version - 1]);
                    next = next + 1 == elements.indices.length ? 0 : next + 1;
                }
                kept[version] = later;
            }
            addVersions("VectorMemory.perChange", params, bytes, kept, items);
        }
    }

    /** A value for each version, of names that the map has already: it takes itself only. */
    private Item[] newItems(int size) {
        Item[] items = new Item[versions];
        for (int i = 0; i < versions; i++) {
            items[i] = Item.of(2L * size + i);
        }
        return items;
    }

    private void addVersions(String benchmark, Map<String, String> params, long base, Object[] kept, Item[] items) {
        long ofItems =
                (long) items.length * GraphStats.parseInstance(new Item(0, "")).totalSize()
                        - (long) items.length * GraphStats.parseInstance("").totalSize();
        long added = bytes((Object) kept) - shells(kept) - base - ofItems;
        add(benchmark, params, (double) added / (versions * Entries.CHANGES));
    }

    private void add(String benchmark, Map<String, String> params, double bytes) {
        results.add(new Result(PACKAGE + "." + benchmark, "ss", "", params, Metric.exact(bytes, "B/op"), Map.of()));
    }

    /** The bytes of all that can be reached from some objects. */
    private static long bytes(Object... roots) {
        return GraphStats.parseInstance(roots).totalSize();
    }

    /** The bytes of the arrays themselves. */
    private static long shells(Object[]... arrays) {
        long bytes = 0;
        for (Object[] array : arrays) {
            bytes += VM.current().sizeOf(array);
        }
        return bytes;
    }
}
