package io.varve.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.internal.page.Splice.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpliceTest {

    @Test
    void whatIsEqualTakesNothing() throws MalformedException {
        byte[] bytes = ascii("the same");
        Splice none = Splice.between(bytes, bytes.clone());
        assertThat(none.length()).isZero();
        assertThat(none.apply(bytes, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void aChangeTakesItsBytesAndThreeNumbers() throws MalformedException {
        Splice splice = Splice.between(ascii("balance=100 owner=x"), ascii("balance=175 owner=x"));
        assertThat(splice.length()).isEqualTo(3 + 2);
        assertThat(splice.apply(ascii("balance=100 owner=x"), 19)).isEqualTo(ascii("balance=175 owner=x"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void twoSplicesAsOneDoWhatTheyDoOneAfterTheOther(long seed) throws MalformedException {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] base = bytes(random, random.nextInt(60));
            Splice all = Splice.between(base, base);
            byte[] made = base;
            for (int i = 0; i < 6; i++) {
                byte[] next = edited(random, made);
                Splice step = random.nextBoolean() ? Splice.between(made, next) : replaced(random, made, next);
                assertThat(step.apply(made, next.length)).as("one step").isEqualTo(next);
                all = step.after(all);
                made = next;
                assertThat(all.apply(base, made.length))
                        .as("seed %d, round %d, step %d", seed, round, i)
                        .isEqualTo(made);
            }
        }
    }

    @Test
    void aSpliceForOtherBytesIsRefused() {
        Splice splice = Splice.between(ascii("0123456789"), ascii("01234x6789"));
        assertThatThrownBy(() -> splice.apply(ascii("0123"), 10)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> splice.apply(ascii("0123456789"), 11))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("makes 10 bytes, not 11");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void mangledSplicesAreRefusedOrMakeAsManyBytesAsWereAskedFor(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] base = bytes(random, random.nextInt(100));
            byte[] script = new byte[random.nextInt(30)];
            random.nextBytes(script);
            for (int at = 0; at < script.length; at++) {
                script[at] = (byte) (script[at] & (random.nextInt(4) == 0 ? -1 : 15));
            }
            int length = random.nextInt(120);
            try {
                assertThat(Splice.ofStored(script).apply(base, length)).hasSize(length);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageStartingWith("a splice ");
            }
        }
    }

    private static Splice replaced(Random random, byte[] before, byte[] after) {
        int cut = random.nextInt(Math.min(before.length, after.length) + 1);
        Splice.Builder builder = new Splice.Builder();
        builder.replace(before, 0, cut, after, 0, cut);
        builder.drop(before.length - cut);
        builder.put(after, cut, after.length);
        return builder.build();
    }

    private static byte[] edited(Random random, byte[] bytes) {
        byte[] edited = bytes.clone();
        if (edited.length > 0 && random.nextBoolean()) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                edited[random.nextInt(edited.length)] = (byte) random.nextInt(3);
            }
            return edited;
        }
        int from = random.nextInt(edited.length + 1);
        int to = from + random.nextInt(edited.length - from + 1);
        byte[] put = bytes(random, random.nextInt(8));
        byte[] made = Arrays.copyOf(edited, from + put.length + edited.length - to);
        System.arraycopy(put, 0, made, from, put.length);
        System.arraycopy(edited, to, made, from + put.length, edited.length - to);
        return made;
    }

    /** Few different ones, so that much is the same by chance. */
    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(3);
        }
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
