package io.varve.bench.collection;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What every map is given: the same keys and values in the same order. Keys that are looked up are equal to those in the
 * map, but other objects, as they are where keys come from outside.
 */
final class Entries {

    /** How many changes make a batch, and lie between two versions that are compared. */
    static final int CHANGES = 100;

    /** Keys that are not in the map; so many are enough not to stay in a cache. */
    private static final int ABSENT = 100_000;

    final Object[] keys;
    final Item[] values;
    /** Equal to the keys, in another order. */
    final Object[] probes;
    /** A value for each probe, unequal to the one in the map. */
    final Item[] replacements;

    final Object[] absent;

    Entries(KeyType type, int size) {
        int[] order = shuffled(size, 1);
        int[] probeOrder = shuffled(size, 2);
        keys = IntStream.of(order).mapToObj(type::key).toArray();
        values = IntStream.of(order).mapToObj(Item::of).toArray(Item[]::new);
        probes = IntStream.of(probeOrder).mapToObj(type::key).toArray();
        replacements = IntStream.of(probeOrder)
                .mapToObj(number -> Item.of(number + (long) size))
                .toArray(Item[]::new);
        absent = IntStream.range(size, size + Math.min(size, ABSENT))
                .mapToObj(type::key)
                .toArray();
    }

    private static int[] shuffled(int size, long seed) {
        int[] numbers = IntStream.range(0, size).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
        return numbers;
    }

    int size() {
        return keys.length;
    }

    /** What a map of these entries holds, kept by {@code java.util}. */
    Map<Object, Item> model() {
        Map<Object, Item> model = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            model.put(keys[i], values[i]);
        }
        return model;
    }

    /** Another map of the same entries, put in another order: the probes with what the map holds. */
    <M> M buildAgain(MapSubject<M> subject) {
        Item[] same = new Item[probes.length];
        for (int i = 0; i < same.length; i++) {
            same[i] = Item.of(replacements[i].id() - size());
        }
        return subject.build(probes, same);
    }

    /** A version {@value #CHANGES} changes later: of ten changes, eight replace, one adds, one removes. */
    <M> M changed(MapSubject<M> subject, M map) {
        M later = subject.fork(map);
        for (int i = 0; i < CHANGES; i++) {
            later = switch (i % 10) {
                case 8 -> subject.put(later, absent[i], replacements[i]);
                case 9 -> subject.remove(later, probes[i]);
                default -> subject.put(later, probes[i], replacements[i]);
            };
        }
        return later;
    }

    /** An equal version that was changed {@value #CHANGES} times and back, so that most of it is shared. */
    <M> M changedAndBack(MapSubject<M> subject, M map) {
        M later = subject.fork(map);
        for (int i = 0; i < CHANGES; i++) {
            later = subject.put(later, probes[i], replacements[i]);
        }
        for (int i = 0; i < CHANGES; i++) {
            later = subject.put(later, probes[i], Item.of(replacements[i].id() - size()));
        }
        return later;
    }
}
