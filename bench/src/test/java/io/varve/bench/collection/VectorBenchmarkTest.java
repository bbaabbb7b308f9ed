package io.varve.bench.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

class VectorBenchmarkTest {

    private static final int SIZE = 300;

    @ParameterizedTest
    @MethodSource("everySubject")
    void everyBenchmarkDoesItsWorkOnEverySubject(String subject) throws Exception {
        VectorBenchmark state = benchmarkOf(subject);
        state.setUp();
        for (Method benchmark : VectorBenchmark.class.getMethods()) {
            if (benchmark.isAnnotationPresent(Benchmark.class)) {
                if (subject.equals("java")) { // changed in place: begins anew, as in a fork of its own
                    state = benchmarkOf(subject);
                    state.setUp();
                }
                for (int i = 0; i < 4; i++) {
                    benchmark.invoke(state);
                }
            }
        }
        state.checkAgain();
    }

    static Set<String> everySubject() {
        return Subjects.vectors();
    }

    @Test
    void everySubjectIsMeasuredUnlessOneIsChosen() throws Exception {
        assertThat(VectorBenchmark.class
                        .getField("subject")
                        .getAnnotation(Param.class)
                        .value())
                .containsExactlyElementsOf(Subjects.vectors());
    }

    /** Bifurcan's plain set does this to the versions that it makes. */
    @Test
    void aVectorThatChangesOlderVersionsIsNotMeasured() {
        assertThatThrownBy(() -> benchmarkOf("wrong").prepare(new ChangesInPlace()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong answers wrongly: older versions after changes, with 300 elements;"
                        + " it is not measured");
    }

    private static VectorBenchmark benchmarkOf(String subject) {
        VectorBenchmark state = new VectorBenchmark();
        state.subject = subject;
        state.size = SIZE;
        return state;
    }

    /** A list that copies only for appending and dropping, and claims to be persistent. */
    private static final class ChangesInPlace implements VectorSubject<Object> {

        private final VectorSubject<Object> list = Subjects.vector("java");

        @Override
        public About about() {
            return About.of("wrong", "varve");
        }

        @Override
        public Object empty() {
            return list.empty();
        }

        @Override
        public Object build(List<Item> items) {
            return list.build(items);
        }

        @Override
        public Item get(Object vector, int index) {
            return list.get(vector, index);
        }

        @Override
        public Object update(Object vector, int index, Item item) {
            return list.update(vector, index, item);
        }

        @Override
        public Object append(Object vector, Item item) {
            return list.append(list.fork(vector), item);
        }

        @Override
        public Object dropFirst(Object vector) {
            return list.dropFirst(list.fork(vector));
        }

        @Override
        public Object dropLast(Object vector) {
            return list.dropLast(list.fork(vector));
        }

        @Override
        public Object updateAll(Object vector, int[] indices, Item[] items, int from, int to) {
            return list.updateAll(vector, indices, items, from, to);
        }

        @Override
        public int size(Object vector) {
            return list.size(vector);
        }

        @Override
        public void forEach(Object vector, Consumer<Item> action) {
            list.forEach(vector, action);
        }
    }
}
