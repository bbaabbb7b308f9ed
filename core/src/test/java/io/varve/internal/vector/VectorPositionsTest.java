package io.varve.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions only ever grow; nothing else may. */
class VectorPositionsTest {

    @ParameterizedTest(name = "{0} elements waiting")
    @ValueSource(ints = {1, 31, 100, 1_000})
    void aQueueOfAMillionStepsStaysSmall(int waiting) {
        RadixVector<Integer> queue =
                RadixVector.ofAll(IntStream.range(0, waiting).boxed().toList());
        for (int next = waiting; next < 1_000_000; next++) {
            queue = queue.append(next).drop(1);
            if (next % 997 == 0 || Long.numberOfTrailingZeros(queue.end()) > 12) {
                List<Integer> expected =
                        IntStream.rangeClosed(next - waiting + 1, next).boxed().toList();
                VectorInvariants.check(queue, expected);
                // Full leaves, two partial ones, and a path to each end.
                assertThat(VectorInvariants.nodes(queue)).isLessThan(waiting / 32 + waiting / 1024 + 12);
            }
        }
        assertThat(queue.get(0)).isEqualTo(1_000_000 - waiting);
        assertThat(queue.start()).isEqualTo(1_000_000L - waiting);
    }

    @Test
    void aVectorThatHasBecomeEmptyBeginsAtZeroAgain() {
        RadixVector<Integer> vector =
                RadixVector.ofAll(IntStream.range(0, 100).boxed().toList());
        assertThat(vector.drop(40).start()).isEqualTo(40);
        assertThat(vector.drop(100).append(1).start()).isZero();
        assertThat(vector.drop(40).take(0).append(1).start()).isZero();
    }

    @ParameterizedTest(name = "around position {0}")
    @ValueSource(longs = {Integer.MAX_VALUE, 1L << 32, 1L << 35, 1L << 40, 1L << 55, Positions.LIMIT - (1L << 33)})
    void editsFarOutAreLikeEditsNearZero(long border) {
        Random random = new Random(border);
        RadixVector<Integer> vector = beginningAt(border - 70);
        List<Integer> model = new ArrayList<>(List.of(0));
        for (int step = 0; step < 2_000; step++) {
            int size = random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> {
                    int dropped = Math.min(size, model.size() - 1);
                    vector = vector.drop(dropped);
                    model.subList(0, dropped).clear();
                }
                case 1 -> {
                    int index = random.nextInt(model.size());
                    vector = vector.update(index, step);
                    model.set(index, step);
                }
                case 2 -> {
                    for (int i = 0; i < size; i++) {
                        vector = vector.append(step + i);
                        model.add(step + i);
                    }
                }
                default -> {
                    List<Integer> added =
                            IntStream.range(step, step + size).boxed().toList();
                    vector = vector.appendAll(added);
                    model.addAll(added);
                }
            }
            VectorInvariants.check(vector, model);
        }
        assertThat(vector.end()).isGreaterThan(border);
    }

    @Test
    void aVectorMovesToZeroBeforePositionsRunOut() {
        RadixVector<Integer> vector = beginningAt(Positions.REBASED_FROM - 3);
        List<Integer> model = new ArrayList<>(List.of(0));
        for (int i = 1; i < 100; i++) {
            vector = i % 7 == 0 ? vector.appendAll(List.of(i)) : vector.append(i);
            model.add(i);
            VectorInvariants.check(vector, model);
        }
        assertThat(vector.start()).isZero();
        VectorInvariants.check(beginningAt(Positions.LIMIT - 1).append(1), List.of(0, 1));
        VectorInvariants.check(beginningAt(Positions.LIMIT - 2).append(1), List.of(0, 1));
    }

    @Test
    void equalVectorsOfDifferentOriginsAreEqual() {
        RadixVector<Integer> dropped =
                RadixVector.ofAll(IntStream.range(0, 3_000).boxed().toList()).drop(1_234);
        RadixVector<Integer> fresh =
                RadixVector.ofAll(IntStream.range(1_234, 3_000).boxed().toList());
        assertThat(dropped.start()).isNotEqualTo(fresh.start());
        assertThat(dropped).isEqualTo(fresh).hasSameHashCodeAs(fresh);
        assertThat(dropped.diff(fresh)).isEmpty();
    }

    @Test
    void theOriginAndTheContentsDetermineTheShape() {
        List<Integer> contents = IntStream.range(0, 5_000).boxed().toList();
        RadixVector<Integer> atOnce = RadixVector.ofAll(contents).slice(700, 4_100);
        RadixVector<Integer> inSteps =
                RadixVector.ofAll(contents.subList(0, 900)).drop(650);
        for (int i = 900; i < 4_100; i++) {
            inSteps = inSteps.append(i);
        }
        inSteps = inSteps.append(-1).append(-1).drop(50);
        inSteps = inSteps.take(inSteps.length() - 2);
        assertThat(sameShape(atOnce.root(), inSteps.root())).isTrue();
        assertThat(sameShape(atOnce.lastLeaf(), inSteps.lastLeaf())).isTrue();
    }

    private static boolean sameShape(Object left, Object right) {
        VectorNode l = (VectorNode) left;
        VectorNode r = (VectorNode) right;
        if (l.shift() != r.shift() || l.first() != r.first() || l.width() != r.width()) {
            return false;
        }
        for (int i = l.first(); i < l.width(); i++) {
            if (!(l.shift() == 0 ? l.slot(i).equals(r.slot(i)) : sameShape(l.slot(i), r.slot(i)))) {
                return false;
            }
        }
        return true;
    }

    static RadixVector<Integer> beginningAt(long start) {
        Object[] slots = new Object[(int) (start % 32) + 1];
        slots[slots.length - 1] = 0;
        return RadixVector.ofRoot(start, start + 1, null, VectorLeaf.of(slots));
    }
}
