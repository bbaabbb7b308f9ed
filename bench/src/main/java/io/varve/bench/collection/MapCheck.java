package io.varve.bench.collection;

import java.util.Map;
import java.util.Objects;

/** Holds a map against {@code java.util.HashMap} before it is measured: a wrong answer must not look fast. */
@SuppressWarnings("ReferenceEquality") // The very objects that were put in must come out.
final class MapCheck {

    private final String name;
    private final MapSubject<Object> subject;
    private final Entries entries;
    private final Map<Object, Item> model;

    MapCheck(String name, MapSubject<Object> subject, Entries entries) {
        this.name = name;
        this.subject = subject;
        this.entries = entries;
        this.model = entries.model();
    }

    /** Checks all that is measured, and that older versions stay as they are. */
    void verify(Object map) {
        holdsTheEntries(map);
        for (Object probe : entries.probes) {
            require(subject.get(map, probe) == model.get(probe), "get of a key that is there");
        }
        for (Object absent : entries.absent) {
            require(subject.get(map, absent) == null, "get of a key that isn't there");
        }
        pointsChange(map);
        versionsDiffer(map);
        batchesChange(map);
        if (subject.about().persistent()) {
            holdsTheEntries(map);
        }
    }

    /** Checks that a map has these very entries, and visits each. */
    void holdsTheEntries(Object map) {
        require(subject.size(map) == entries.size(), "size");
        int[] right = new int[1];
        int[] seen = new int[1];
        subject.forEach(map, (key, value) -> {
            seen[0]++;
            right[0] += model.get(key) == value ? 1 : 0;
        });
        require(right[0] == entries.size() && seen[0] == entries.size(), "iterate");
    }

    private void pointsChange(Object map) {
        Object key = entries.probes[0];
        Item replacement = entries.replacements[0];
        Object replaced = subject.put(subject.fork(map), key, replacement);
        require(subject.get(replaced, key) == replacement && subject.size(replaced) == entries.size(), "put");
        Object inserted = subject.put(subject.fork(map), entries.absent[0], replacement);
        require(
                subject.get(inserted, entries.absent[0]) == replacement && subject.size(inserted) == entries.size() + 1,
                "insert");
        Object removed = subject.remove(subject.fork(map), key);
        require(subject.get(removed, key) == null && subject.size(removed) == entries.size() - 1, "remove");
        Item original = Objects.requireNonNull(model.get(key));
        Object twice = subject.put(subject.fork(replaced), key, original);
        require(
                subject.get(twice, key) == original
                        && subject.get(replaced, key) == replacement
                        && subject.get(map, key) == original,
                "older versions after changes");
    }

    private void versionsDiffer(Object map) {
        require(subject.equal(map, entries.buildAgain(subject)), "equality of maps built in another order");
        require(subject.equal(map, entries.changedAndBack(subject, map)), "equality of versions");
        Object later = entries.changed(subject, map);
        require(!subject.equal(map, later), "inequality");
        Changes changes = new Changes();
        subject.changes(map, later, changes);
        require(changes.checksum() == expectedChanges(), "list of changes");
    }

    /** The checksum of what {@link Entries#changed} changes. */
    long expectedChanges() {
        Changes changes = new Changes();
        for (int i = 0; i < Entries.CHANGES; i++) {
            Item replacement = entries.replacements[i];
            Item before = model.get(entries.probes[i]);
            switch (i % 10) {
                case 8 -> changes.add(null, replacement);
                case 9 -> changes.add(before, null);
                default -> changes.add(before, replacement);
            }
        }
        return changes.checksum();
    }

    private void batchesChange(Object map) {
        Object later = subject.putAll(subject.fork(map), entries.probes, entries.replacements, 0, Entries.CHANGES);
        require(subject.size(later) == entries.size(), "size after a batch");
        for (int i = 0; i < 2 * Entries.CHANGES; i++) {
            Item expected = i < Entries.CHANGES ? entries.replacements[i] : model.get(entries.probes[i]);
            require(subject.get(later, entries.probes[i]) == expected, "batch");
        }
    }

    private void require(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(
                    name + " answers wrongly: " + what + ", with " + entries.size() + " entries; it is not measured");
        }
    }
}
