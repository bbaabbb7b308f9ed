package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.diff.Patch;
import io.varve.diff.PlainPatch;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of a patch, on random states of every type that can be kept. */
class PatchModelTest {

    private static final int ROUNDS = 15;

    static Iterable<Class<?>> zoo() {
        return Zoo.ALL;
    }

    private static <S> Patch<S> patch(S before, S after) {
        return StateDiff.between(before, after, MethodHandles.lookup()).toPatch();
    }

    private static Random random(Class<?> type) {
        long seed = new Random().nextLong();
        System.out.println(type.getSimpleName() + " seed " + seed);
        return new Random(seed);
    }

    private static <S> S state(Class<S> type, Random random) {
        return new RandomValues(random).state(type, 1 + random.nextInt(300));
    }

    /** A state that has much in common with another one. */
    private static <S> S near(S state, Class<S> type, Random random) {
        Vector<StateChange> some = patch(state, state(type, random))
                .changes()
                .filter(change -> random.nextInt(3) == 0 && !changesALength(change))
                .toVector();
        return PlainPatch.applied(state, some);
    }

    private static boolean changesALength(StateChange change) {
        return !(change instanceof StateChange.Replaced)
                && change.path().steps().lastOption().exists(StatePath.Index.class::isInstance);
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void whatTwoStatesDifferByMakesTheOneTheOther(Class<?> type) {
        checkApplied(type, random(type));
    }

    private static <S> void checkApplied(Class<S> type, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            S before = state(type, random);
            S after = state(type, random);
            Patch<S> patch = patch(before, after);
            assertThat(patch.apply(before).get()).isEqualTo(after);
            assertThat(patch.isEmpty()).isEqualTo(before.equals(after));
            assertThat(patch(before, before).apply(before).get()).isSameAs(before);
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void theInverseTakesItBack(Class<?> type) {
        checkInverse(type, random(type));
    }

    private static <S> void checkInverse(Class<S> type, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            S before = state(type, random);
            S after = state(type, random);
            Patch<S> patch = patch(before, after);
            assertThat(patch.invert().apply(after).get()).isEqualTo(before);
            assertThat(patch.invert().invert()).isEqualTo(patch);
            assertThat(patch.invert().changes().toSet())
                    .isEqualTo(patch(after, before).changes().toSet());
            assertThat(patch.compose(patch.invert()).isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void twoPatchesComposedDoWhatBothDo(Class<?> type) {
        checkComposed(type, random(type));
    }

    private static <S> void checkComposed(Class<S> type, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            S a = state(type, random);
            S b = random.nextBoolean() ? state(type, random) : near(a, type, random);
            S c = random.nextBoolean() ? state(type, random) : near(b, type, random);
            Patch<S> composed = patch(a, b).compose(patch(b, c));
            assertThat(composed.apply(a).get()).isEqualTo(c);
            assertThat(HashSet.ofAll(composed.changes()))
                    .isEqualTo(HashSet.ofAll(patch(a, c).changes()));
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void someOfItsChangesAndTheOthersAreAllAndMakeTheWholeInEitherOrder(Class<?> type) {
        checkParts(type, random(type));
    }

    private static <S> void checkParts(Class<S> type, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            S before = state(type, random);
            S after = near(before, type, random);
            Patch<S> patch = patch(before, after);
            StatePath[] places = patch.changes()
                    .filter(change -> random.nextBoolean())
                    .map(StateChange::path)
                    .toJavaArray(StatePath[]::new);
            Patch<S> some = patch.only(places);
            Patch<S> others = patch.except(places);
            assertThat(some.changes()).hasSize(places.length);
            assertThat(some.changes().appendAll(others.changes()).toSet())
                    .isEqualTo(patch.changes().toSet());
            assertThat(some.apply(before).flatMap(others::apply).get()).isEqualTo(after);
            assertThat(others.apply(before).flatMap(some::apply).get()).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void whatDoesNotFitIsSaidOfEachChangeAndNothingIsDone(Class<?> type) {
        checkConflicts(type, random(type));
    }

    private static <S> void checkConflicts(Class<S> type, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            S before = state(type, random);
            S after = near(before, type, random);
            Patch<S> patch = patch(before, after);
            if (!patch.isEmpty()) {
                assertThat(patch.apply(after).getLeft())
                        .as("none of them fits what it was applied to already")
                        .extracting(conflict -> conflict.change())
                        .containsExactlyInAnyOrderElementsOf(patch.changes());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void statesInAStoreArePatchedAsThoseOnTheHeap(Class<?> type) {
        checkStored(type, random(type));
    }

    private static <S> void checkStored(Class<S> type, Random random) {
        StateCodec<S> codec = Zoo.codec(type);
        for (int round = 0; round < 10; round++) {
            S before = state(type, random);
            S after = near(before, type, random);
            MemoryPages pages = new MemoryPages();
            S stored = codec.read(pages.write(codec, before).id(), pages.reopened());
            S patched = patch(before, after).apply(stored).get();
            assertThat(patched).isEqualTo(after);
            assertThat(codec.read(pages.write(codec, patched).id(), pages.reopened()))
                    .isEqualTo(after);
        }
    }
}
