package io.varve.bench.collection;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What every vector is given: the same elements, and the same choice among them. */
final class Elements {

    /** How many indices are chosen before the choice begins again. */
    private static final int CHOSEN = 100_000;

    final List<Item> items;
    /** Distinct within any {@value Entries#CHANGES} that begin at a multiple of it. */
    final int[] indices;
    /** An element for each index, unequal to the one in the vector. */
    final Item[] replacements;

    Elements(int size) {
        items = Arrays.asList(IntStream.range(0, size).mapToObj(Item::of).toArray(Item[]::new));
        indices = choose(size);
        replacements = IntStream.of(indices)
                .mapToObj(index -> Item.of(index + (long) size))
                .toArray(Item[]::new);
    }

    private static int[] choose(int size) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, CHOSEN / Entries.CHANGES)
                .flatMap(batch -> random.ints(0, size).distinct().limit(Entries.CHANGES))
                .toArray();
    }

    int size() {
        return items.size();
    }

    /** A version in which {@value Entries#CHANGES} elements are others. */
    <V> V changed(VectorSubject<V> subject, V vector) {
        V later = subject.fork(vector);
        for (int i = 0; i < Entries.CHANGES; i++) {
            later = subject.update(later, indices[i], replacements[i]);
        }
        return later;
    }

    /** An equal version that was changed {@value Entries#CHANGES} times and back, so that most of it is shared. */
    <V> V changedAndBack(VectorSubject<V> subject, V vector) {
        V later = changed(subject, vector);
        for (int i = 0; i < Entries.CHANGES; i++) {
            later = subject.update(later, indices[i], Item.of(indices[i]));
        }
        return later;
    }

    /** Another vector of equal elements, which are other objects. */
    <V> V buildAgain(VectorSubject<V> subject) {
        return subject.build(IntStream.range(0, size()).mapToObj(Item::of).toList());
    }
}
