package io.varve.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vector does what an {@link ArrayList} does, and keeps its shape. The seed is in the name of each run. */
class VectorModelTest {

    private static final int LARGEST = 40_000;

    private Random random = new Random();
    private PersistentVector<Integer> vector = PersistentVector.empty();
    private List<Integer> model = new ArrayList<>();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void editsOfAnySizeEqualTheModel(long seed) {
        random = new Random(seed);
        for (int step = 0; step < 250; step++) {
            edit(bulkSize());
            checkShape();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void smallEditsAroundTheBordersEqualTheModel(long seed) {
        random = new Random(seed);
        for (int border : new int[] {0, 32, 64, 1024, 1056, 2048, 32_768, 32_800}) {
            vector = PersistentVector.empty();
            model = new ArrayList<>();
            append(Math.max(0, border - 5));
            for (int step = 0; step < 60; step++) {
                edit(random.nextInt(4));
                checkShape();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void editsEqualTheModelWhileNodesAreEvicted(long seed) {
        random = new Random(seed);
        FakePages pages = FakePages.alwaysEvicted();
        for (int step = 0; step < 200; step++) {
            edit(random.nextInt(3) == 0 ? bulkSize() : random.nextInt(100));
            vector = pages.evictSome((RadixVector<Integer>) vector, random);
            checkShape();
        }
        assertThat(pages.reads()).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void olderVersionsNeverChange(long seed) {
        random = new Random(seed);
        FakePages pages = FakePages.alwaysEvicted();
        List<PersistentVector<Integer>> versions = new ArrayList<>();
        List<List<Integer>> contents = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            edit(random.nextInt(300));
            vector = pages.evictSome((RadixVector<Integer>) vector, random);
            versions.add(vector);
            contents.add(List.copyOf(model));
            if (random.nextInt(5) == 0) {
                int back = random.nextInt(versions.size());
                vector = versions.get(back);
                model = new ArrayList<>(contents.get(back));
            }
        }
        for (int i = 0; i < versions.size(); i++) {
            VectorInvariants.check(versions.get(i), contents.get(i));
        }
    }

    @Test
    void everySizeUpToThreeLevelsIsBuiltAlikeByAppendAndInBulk() {
        PersistentVector<Integer> appended = PersistentVector.empty();
        List<Integer> contents = new ArrayList<>();
        for (int size = 1; size <= 2_200; size++) {
            appended = appended.append(size);
            contents.add(size);
            VectorInvariants.check(appended, contents);
            VectorInvariants.check(PersistentVector.ofAll(contents), contents);
        }
    }

    @Test
    void everyFrontAndBackOfThreeLevelsHasItsShape() {
        List<Integer> contents = IntStream.range(0, 2_200).boxed().toList();
        PersistentVector<Integer> whole = PersistentVector.ofAll(contents);
        for (int from = 0; from <= 2_200; from += 33) {
            for (int to = from; to <= 2_200; to += 63) {
                List<Integer> part = contents.subList(from, to);
                VectorInvariants.check(whole.drop(from).take(to - from), part);
                VectorInvariants.check(whole.take(to).drop(from), part);
                VectorInvariants.check(
                        whole.take((from + to) / 2).drop(from).appendAll(contents.subList((from + to) / 2, to)),
                        from == (from + to) / 2 ? contents.subList(from, to) : part);
            }
        }
    }

    private int bulkSize() {
        return switch (random.nextInt(8)) {
            case 0 -> 32;
            case 1 -> 1024;
            case 2 -> 990 + random.nextInt(70);
            case 3 -> random.nextInt(LARGEST);
            default -> random.nextInt(80);
        };
    }

    private void edit(int size) {
        int length = model.size();
        int index = length == 0 ? 0 : random.nextInt(length);
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> append(Math.max(0, Math.min(size, LARGEST - length)));
            case 3, 4 -> appendOneByOne(Math.min(size, 100));
            case 5, 6 -> {
                vector = vector.drop(size);
                model = new ArrayList<>(model.subList(Math.min(size, length), length));
            }
            case 7 -> {
                vector = vector.dropRight(size);
                model = new ArrayList<>(model.subList(0, Math.max(0, length - size)));
            }
            case 8 -> update(index, Math.min(size, 50));
            case 9 -> {
                int to = Math.min(length, index + 1 + length - random.nextInt(length / 8 + 1));
                vector = vector.slice(index / 8, to);
                model = new ArrayList<>(model.subList(index / 8, to));
            }
            case 10 -> {
                List<Integer> inserted = elements(Math.min(size, 50));
                vector = vector.insertAll(index, inserted);
                model.addAll(index, inserted);
            }
            case 11 -> {
                int count = Math.min(size, length - index);
                vector = vector.patch(index, List.of(), count);
                model.subList(index, index + count).clear();
            }
            case 12 -> {
                int divisor = 2 + random.nextInt(200);
                vector = vector.filter(element -> element % divisor != 0);
                model.removeIf(element -> element % divisor == 0);
            }
            default -> {
                int divisor = 1 + random.nextInt(20_000);
                vector = vector.map(element -> element % divisor == 0 ? (Integer) (element + 1) : element);
                model.replaceAll(element -> element % divisor == 0 ? element + 1 : element);
            }
        }
    }

    private void append(int count) {
        List<Integer> added = elements(count);
        vector = vector.appendAll(added);
        model.addAll(added);
    }

    private void appendOneByOne(int count) {
        for (Integer element : elements(count)) {
            vector = vector.append(element);
            model.add(element);
        }
    }

    private void update(int from, int count) {
        for (int i = from; i < Math.min(model.size(), from + count); i++) {
            Integer element = random.nextInt();
            vector = vector.update(i, element);
            model.set(i, element);
        }
    }

    private List<Integer> elements(int count) {
        return random.ints(count).boxed().toList();
    }

    private void checkShape() {
        VectorInvariants.check(vector, model);
        assertThat(vector.length()).isEqualTo(model.size());
        for (int i = 0; i < Math.min(20, model.size()); i++) {
            int index = random.nextInt(model.size());
            assertThat(vector.get(index)).isEqualTo(model.get(index));
        }
    }
}
