package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.diff.PlainPatch;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.spi.PageId;
import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of a diff, on random states of every type that can be kept. */
class DiffModelTest {

    static Iterable<Class<?>> zoo() {
        return Zoo.ALL;
    }

    private static <S> StateDiff<S> diff(S before, S after) {
        return StateDiff.between(before, after, MethodHandles.lookup());
    }

    private static Random random(Class<?> type) {
        long seed = new Random().nextLong();
        System.out.println(type.getSimpleName() + " seed " + seed);
        return new Random(seed);
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void theChangesAppliedToTheEarlierStateGiveTheLater(Class<?> type) {
        checkApplied(type, random(type));
    }

    private static <S> void checkApplied(Class<S> type, Random random) {
        for (int round = 0; round < 40; round++) {
            S before = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S after = new RandomValues(random).state(type, 1 + random.nextInt(300));
            assertThat(PlainPatch.applied(before, diff(before, after))).isEqualTo(after);
            assertThat(diff(before, after).isEmpty()).isEqualTo(before.equals(after));
            assertThat(diff(before, after).summary().isEmpty()).isEqualTo(before.equals(after));
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void aStateToWhichSomeChangesWereAppliedDiffersByJustThose(Class<?> type) {
        checkSome(type, random(type));
    }

    private static <S> void checkSome(Class<S> type, Random random) {
        for (int round = 0; round < 40; round++) {
            S before = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S other = new RandomValues(random).state(type, 1 + random.nextInt(300));
            // Without those that only make sense together with their neighbours.
            Vector<StateChange> some = diff(before, other)
                    .iterator()
                    .filter(change -> random.nextBoolean() && !changesALength(change))
                    .toVector();
            S after = PlainPatch.applied(before, some);
            assertThat(Vector.ofAll(diff(before, after))).isEqualTo(some);
        }
    }

    private static boolean changesALength(StateChange change) {
        return !(change instanceof StateChange.Replaced)
                && change.path().steps().last() instanceof StatePath.Index;
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void statesInAStoreDifferAsTheyDoOnTheHeapAndInTheSameOrder(Class<?> type) {
        checkStored(type, random(type));
    }

    private static <S> void checkStored(Class<S> type, Random random) {
        StateCodec<S> codec = Zoo.codec(type);
        for (int round = 0; round < 10; round++) {
            S before = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S after = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S storedBefore = reopened(codec, before);
            S storedAfter = reopened(codec, after);
            Vector<StateChange> changes = Vector.ofAll(diff(before, after));
            assertThat(Vector.ofAll(diff(storedBefore, storedAfter))).isEqualTo(changes);
            assertThat(Vector.ofAll(diff(before, storedAfter))).isEqualTo(changes);
            assertThat(diff(before, storedBefore)).isEmpty();
            assertThat(diff(storedAfter, after).isEmpty()).isTrue();
            assertThat(Iterator.ofAll(diff(storedBefore, storedAfter))
                            .map(Object::toString)
                            .toVector())
                    .isEqualTo(changes.map(Object::toString));
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void twoVersionsInOneStoreDifferAsTheyDoOnTheHeap(Class<?> type) {
        checkVersions(type, random(type));
    }

    private static <S> void checkVersions(Class<S> type, Random random) {
        StateCodec<S> codec = Zoo.codec(type);
        for (int round = 0; round < 10; round++) {
            S before = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S other = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S after = PlainPatch.applied(
                    before,
                    diff(before, other)
                            .iterator()
                            .filter(change -> random.nextInt(8) == 0 && !changesALength(change))
                            .toVector());
            MemoryPages pages = new MemoryPages();
            PageId idBefore = pages.write(codec, before).id();
            PageId idAfter = pages.write(codec, after).id();
            MemoryPages reopened = pages.reopened();
            S storedBefore = codec.read(idBefore, reopened);
            S storedAfter = codec.read(idAfter, reopened);
            Vector<StateChange> changes = Vector.ofAll(diff(before, after));
            assertThat(Vector.ofAll(diff(storedBefore, storedAfter))).isEqualTo(changes);
            assertThat(Vector.ofAll(diff(storedBefore, storedAfter)))
                    .as("again")
                    .isEqualTo(changes);
            assertThat(storedBefore.equals(storedAfter)).isEqualTo(before.equals(after));
        }
    }

    private static <S> S reopened(StateCodec<S> codec, S state) {
        MemoryPages pages = new MemoryPages();
        return codec.read(pages.write(codec, state).id(), pages.reopened());
    }
}
