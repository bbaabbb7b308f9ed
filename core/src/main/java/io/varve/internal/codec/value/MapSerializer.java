package io.varve.internal.codec.value;

import io.varve.internal.codec.schema.ContainerKind;
import io.varve.internal.codec.value.Elements.SameElementsException;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map as its count and its entries; those of unordered maps sorted by the bytes of the keys. */
final class MapSerializer extends ValueSerializer {

    private final ContainerKind kind;
    private final ValueSerializer key;
    private final ValueSerializer value;
    private final @Nullable String evolved;

    /**
     * Makes a serializer.
     *
     * @param evolved where it is, if the keys are others than they were when they were stored; else null
     */
    MapSerializer(ContainerKind kind, ValueSerializer key, ValueSerializer value, @Nullable String evolved) {
        this.kind = kind;
        this.key = key;
        this.value = value;
        this.evolved = evolved;
    }

    /** An entry, whatever map it comes from. */
    private record Entry(@Nullable Object key, @Nullable Object value) {}

    @Override
    public void write(PageOutput out, Object map) {
        out.enter();
        Elements.requireNaturalOrder(kind, map);
        List<Entry> entries = entries(map);
        out.writeCount(entries.size());
        if (Elements.isUnordered(kind)) {
            SortedParts parts = new SortedParts(out, entries.size());
            for (Entry entry : entries) {
                writeKey(out, entry.key);
                parts.take(entry);
            }
            parts.forEachSorted(entry -> {
                if (entry instanceof Entry found) {
                    writeValue(out, found);
                }
            });
        } else {
            for (Entry entry : entries) {
                writeKey(out, entry.key);
                writeValue(out, entry);
            }
        }
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        int count = in.readCount();
        List<Tuple2<Object, Object>> entries = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            Object readKey = key.read(in);
            entries.add(new Tuple2<>(readKey, value.read(in)));
        }
        in.exit();
        try {
            return Elements.map(kind, entries);
        } catch (SameElementsException e) {
            throw e.at(evolved);
        }
    }

    private void writeKey(PageOutput out, @Nullable Object key) {
        try {
            if (key == null) {
                throw UnwritableValueException.nullElement();
            }
            this.key.write(out, key);
        } catch (UnwritableValueException e) {
            throw e.at("[key]");
        }
    }

    private void writeValue(PageOutput out, Entry entry) {
        try {
            if (entry.value == null) {
                throw UnwritableValueException.nullElement();
            }
            value.write(out, entry.value);
        } catch (UnwritableValueException e) {
            throw e.atKey(String.valueOf(entry.key));
        }
    }

    private static List<Entry> entries(Object map) {
        List<Entry> entries;
        if (map instanceof Map<?, ?> java) {
            entries = new ArrayList<>(java.size());
            java.forEach((k, v) -> entries.add(new Entry(k, v)));
        } else {
            io.vavr.collection.Map<?, ?> vavr = (io.vavr.collection.Map<?, ?>) map;
            entries = new ArrayList<>(vavr.size());
            for (Tuple2<?, ?> each : vavr) {
                entries.add(new Entry(each._1, each._2));
            }
        }
        return entries;
    }
}
