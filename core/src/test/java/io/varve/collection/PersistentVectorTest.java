package io.varve.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link PersistentVector} promises beyond what Vavr's sequences do. */
class PersistentVectorTest {

    private final PersistentVector<String> abc = PersistentVector.of("a", "b", "c");

    @Test
    void nullsAreRefused() {
        List<Consumer<PersistentVector<String>>> attempts = List.of(
                v -> PersistentVector.of("a", null),
                v -> PersistentVector.ofAll(Arrays.asList("a", null)),
                v -> v.append(null),
                v -> v.appendAll(Arrays.asList("a", null)),
                v -> v.prepend(null),
                v -> v.insert(1, null),
                v -> v.update(1, (String) null),
                v -> v.map(element -> null),
                v -> v.patch(0, Collections.singleton(null), 1));
        for (Consumer<PersistentVector<String>> attempt : attempts) {
            assertThatThrownBy(() -> attempt.accept(abc))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("holds no nulls");
        }
    }

    @Test
    void indexErrorsSayTheIndexAndTheSize() {
        List<Consumer<PersistentVector<String>>> attempts = List.of(
                v -> v.get(4), v -> v.update(4, "x"), v -> v.insert(4, "x"), v -> v.removeAt(4), v -> v.iterator(4));
        for (Consumer<PersistentVector<String>> attempt : attempts) {
            assertThatThrownBy(() -> attempt.accept(abc))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("index 4 of a vector of size 3");
        }
    }

    @Test
    void anEditThatChangesNothingReturnsTheVectorItself() {
        assertThat(abc.update(1, abc.get(1))).isSameAs(abc);
        assertThat(abc.update(1, element -> element)).isSameAs(abc);
        assertThat(abc.appendAll(List.of())).isSameAs(abc);
        assertThat(abc.prependAll(List.of())).isSameAs(abc);
        assertThat(abc.insertAll(1, List.of())).isSameAs(abc);
        assertThat(abc.drop(0)).isSameAs(abc);
        assertThat(abc.take(3)).isSameAs(abc);
        assertThat(abc.filter(element -> true)).isSameAs(abc);
        assertThat(abc.remove("x")).isSameAs(abc);
        assertThat(abc.distinct()).isSameAs(abc);
        assertThat(abc.replaceAll("x", "y")).isSameAs(abc);
        assertThat(abc.map(element -> element)).isSameAs(abc);
        assertThat(abc.partition(element -> false)._2).isSameAs(abc);
        assertThat(PersistentVector.ofAll(abc)).isSameAs(abc);
    }

    @Test
    void anElementThatIsOnlyEqualDoesReplace() {
        String other = new String("b");
        assertThat(abc.update(1, other).get(1)).isSameAs(other);
    }

    @Test
    void aStreamIsCollectedInOrderAlsoInParallel() {
        PersistentVector<Integer> collected =
                IntStream.range(0, 50_000).boxed().parallel().collect(PersistentVector.collector());
        assertThat(collected).isEqualTo(Vector.range(0, 50_000));
    }

    @Test
    void theListViewIsUnmodifiable() {
        List<String> list = abc.asJava();
        assertThatThrownBy(() -> list.set(0, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> list.subList(0, 2).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(abc).containsExactly("a", "b", "c");
    }

    @Test
    void aTransformedVectorIsWhatTheFunctionReturns() {
        assertThat(abc.<Integer>transform(PersistentVector::length)).isEqualTo(3);
    }

    @Test
    void aVectorSurvivesJavaSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(abc.drop(1));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(abc.drop(1)).isInstanceOf(PersistentVector.class);
        }
    }
}
