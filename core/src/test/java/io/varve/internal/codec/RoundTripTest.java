package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    static Iterable<Class<?>> zoo() {
        return Zoo.ALL;
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void whatIsReadEqualsWhatWasWrittenAndIsWrittenToTheSamePage(Class<?> type) {
        long seed = new Random().nextLong();
        System.out.println(type.getSimpleName() + " seed " + seed);
        Random random = new Random(seed);
        check(type, random);
    }

    private static <S> void check(Class<S> type, Random random) {
        StateCodec<S> codec = Zoo.codec(type);
        for (int i = 0; i < 150; i++) {
            S state = new RandomValues(random).state(type, 1 + random.nextInt(400));
            MemoryPages pages = new MemoryPages();
            var link = pages.write(codec, state);
            S read = codec.read(link.id(), pages.reopened());
            assertThat(read).isEqualTo(state);
            assertThat(new MemoryPages().write(codec, read)).isEqualTo(link);
        }
    }

    @Test
    void anotherCodecOfTheSameTypeWritesTheSamePagesAndSchemas() {
        Zoo.Everything state = new RandomValues(new Random(1)).state(Zoo.Everything.class, 500);
        StateCodec<Zoo.Everything> one = Zoo.codec(Zoo.Everything.class);
        StateCodec<Zoo.Everything> two = Zoo.codec(Zoo.Everything.class);
        assertThat(new MemoryPages().write(one, state)).isEqualTo(new MemoryPages().write(two, state));
        assertThat(one.schemas().keySet()).isEqualTo(two.schemas().keySet());
    }
}
