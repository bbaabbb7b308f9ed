package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.diff.PlainJson;
import io.varve.diff.StateDiff;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JSON Patch makes the JSON of one state that of the other, whatever the type. */
class JsonPatchModelTest {

    static Iterable<Class<?>> zoo() {
        return Zoo.ALL;
    }

    private static <S> String patch(S before, S after) {
        return StateDiff.between(before, after, MethodHandles.lookup()).toJsonPatch();
    }

    /** The JSON of a state, which is what replaces nothing. */
    private static Object json(Object state) {
        return PlainJson.applied(null, patch(Option.none(), Option.some(state)));
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void theOperationsOneAfterTheOtherMakeTheJsonOfTheLaterState(Class<?> type) {
        check(type);
    }

    private static <S> void check(Class<S> type) {
        long seed = new Random().nextLong();
        System.out.println(type.getSimpleName() + " seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 15; round++) {
            S before = new RandomValues(random).state(type, 1 + random.nextInt(300));
            S after = new RandomValues(random).state(type, 1 + random.nextInt(300));
            assertThat(PlainJson.applied(json(before), patch(before, after))).isEqualTo(json(after));
            assertThat(patch(before, before)).isEqualTo("[]");
        }
    }
}
