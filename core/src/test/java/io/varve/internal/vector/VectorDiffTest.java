package io.varve.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.ElementChange;
import io.varve.collection.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A difference is what comparing index by index finds, whatever is shared or stored. */
class VectorDiffTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aDiffIsTheElementwiseDifference(long seed) {
        Random random = new Random(seed);
        FakePages pages = FakePages.alwaysEvicted();
        for (int round = 0; round < 60; round++) {
            int size = new int[] {3, 40, 1_000, 1_100, 3_000, 34_000}[random.nextInt(6)];
            RadixVector<Integer> before = RadixVector.<Integer>ofAll(
                            IntStream.range(0, size).boxed().toList())
                    .drop(random.nextInt(3) * random.nextInt(size));
            RadixVector<Integer> after = before;
            for (int edit = random.nextInt(5); edit > 0 && !after.isEmpty(); edit--) {
                after = edited(after, random);
            }
            before = pages.evictSome(before, random);
            after = pages.evictSome(after, random);
            // Copied, as to ask an evicted vector for each element by its index reads a page each time.
            List<Integer> old = new ArrayList<>(before.asJava());
            List<Integer> current = new ArrayList<>(after.asJava());
            assertThat(before.diff(after)).containsExactlyElementsOf(expected(old, current));
            assertThat(after.diff(before)).containsExactlyElementsOf(expected(current, old));
            boolean equal = old.equals(current);
            assertThat(before.equals(after)).isEqualTo(equal);
            assertThat(before.diff(after).iterator().hasNext()).isEqualTo(!equal);
        }
    }

    private static RadixVector<Integer> edited(RadixVector<Integer> vector, Random random) {
        int index = random.nextInt(vector.length());
        return switch (random.nextInt(7)) {
            case 0 -> vector.append(random.nextInt());
            case 1 ->
                vector.appendAll(random.ints(random.nextInt(2_000)).boxed().toList());
            case 2 -> vector.take(index);
            case 3 -> vector.drop(random.nextInt(40));
            case 4 -> vector.patch(index, List.of(), 1);
            default -> vector.update(index, random.nextInt());
        };
    }

    private static List<ElementChange<Integer>> expected(List<Integer> before, List<Integer> after) {
        List<ElementChange<Integer>> changes = new ArrayList<>();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            if (i >= after.size()) {
                changes.add(new ElementChange.Removed<>(i, before.get(i)));
            } else if (i >= before.size()) {
                changes.add(new ElementChange.Added<>(i, after.get(i)));
            } else if (!before.get(i).equals(after.get(i))) {
                changes.add(new ElementChange.Replaced<>(i, before.get(i), after.get(i)));
            }
        }
        return changes;
    }

    @Test
    void theFirstChangeIsFoundWithoutReadingTheRest() {
        FakePages pages = FakePages.alwaysEvicted();
        RadixVector<Integer> stored = pages.evictAll(
                RadixVector.ofAll(IntStream.range(0, 100_000).boxed().toList()));
        RadixVector<Integer> sameFront = pages.evictAll(RadixVector.ofAll(stored.map(element -> element + 1)));
        RadixVector<Integer> dropped = stored.drop(1);

        for (RadixVector<Integer> after : List.of(sameFront, dropped)) {
            int reads = pages.reads();
            assertThat(stored.diff(after).iterator().next()).isEqualTo(new ElementChange.Replaced<>(0, 0, 1));
            assertThat(pages.reads() - reads).isLessThanOrEqualTo(2 * 5);
        }
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 32, 33, 5_000})
    void aVectorDoesNotDifferFromItself(int size) {
        PersistentVector<Integer> vector =
                PersistentVector.ofAll(IntStream.range(0, size).boxed().toList());
        assertThat(vector.diff(vector)).isEmpty();
    }
}
