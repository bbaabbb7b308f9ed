package io.varve.bench.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

class MapBenchmarkTest {

    private static final int SIZE = 300;

    @ParameterizedTest
    @MethodSource("everySubjectWithEveryKey")
    void everyBenchmarkDoesItsWorkOnEverySubject(String subject, KeyType key) throws Exception {
        MapBenchmark state = benchmarkOf(subject, key);
        state.setUp();
        for (Method benchmark : MapBenchmark.class.getMethods()) {
            if (benchmark.isAnnotationPresent(Benchmark.class)) {
                if (subject.equals("java")) { // changed in place: begins anew, as in a fork of its own
                    state = benchmarkOf(subject, key);
                    state.setUp();
                }
                for (int i = 0; i < 4; i++) {
                    benchmark.invoke(state);
                }
            }
        }
        state.checkAgain();
    }

    static Stream<Arguments> everySubjectWithEveryKey() {
        return Subjects.maps().stream()
                .flatMap(subject -> Stream.of(KeyType.values()).map(key -> Arguments.of(subject, key)));
    }

    @Test
    void everySubjectIsMeasuredUnlessOneIsChosen() throws Exception {
        assertThat(MapBenchmark.class
                        .getField("subject")
                        .getAnnotation(Param.class)
                        .value())
                .containsExactlyElementsOf(Subjects.maps());
    }

    @ParameterizedTest
    @MethodSource("wrongSubjects")
    void aSubjectThatAnswersWronglyIsNotMeasured(String what, MapSubject<?> wrong) {
        MapBenchmark state = benchmarkOf("wrong", KeyType.STRING);
        assertThatThrownBy(() -> state.prepare(unchecked(wrong)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong answers wrongly: " + what + ", with 300 entries; it is not measured");
    }

    static Stream<Arguments> wrongSubjects() {
        return Stream.of(
                Arguments.of("size", new WrongMap() {
                    @Override
                    public Object build(Object[] keys, Item[] values) {
                        return super.build(
                                Arrays.copyOf(keys, keys.length - 1), Arrays.copyOf(values, values.length - 1));
                    }
                }),
                Arguments.of("get of a key that is there", new WrongMap() {
                    @Override
                    public Item get(Object map, Object key) {
                        return Item.of(1);
                    }
                }),
                Arguments.of("iterate", new WrongMap() {
                    @Override
                    public void forEach(Object map, java.util.function.BiConsumer<Object, Item> action) {
                        super.forEach(map, (key, value) -> action.accept(key, Item.of(value.id())));
                    }
                }),
                Arguments.of("put", new WrongMap() {
                    @Override
                    public Object put(Object map, Object key, Item value) {
                        return map;
                    }
                }),
                Arguments.of("remove", new WrongMap() {
                    @Override
                    public Object remove(Object map, Object key) {
                        return map;
                    }
                }),
                Arguments.of("inequality", new WrongMap() {
                    @Override
                    public boolean equal(Object one, Object other) {
                        return true;
                    }
                }),
                Arguments.of("list of changes", new WrongMap() {
                    @Override
                    public void changes(Object before, Object after, Changes changes) {
                        changes.add(Item.of(1), null);
                    }
                }),
                Arguments.of("batch", new WrongMap() {
                    @Override
                    public Object putAll(Object map, Object[] keys, Item[] values, int from, int to) {
                        return super.putAll(map, keys, values, from, to - 1);
                    }
                }));
    }

    @Test
    void aMapThatChangesOlderVersionsIsNotMeasured() {
        MapBenchmark state = benchmarkOf("wrong", KeyType.STRING);
        assertThatThrownBy(() -> state.prepare(new WrongMap("java")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong answers wrongly: remove, with 300 entries; it is not measured");
    }

    @Test
    void anUnknownSubjectIsRefusedWithTheNamesOfAll() {
        assertThatThrownBy(() -> Subjects.map("vavr"))
                .hasMessageContaining("no map is called 'vavr'; there are: varve, vavr-hash");
    }

    @Test
    void everySubjectSaysWhatItIs() {
        assertThat(CollectionSubjects.notes(java.util.Map.of("varve", "1")))
                .filteredOn(note -> note.benchmark().equals("MapBenchmark"))
                .extracting(io.varve.bench.report.SubjectNote::subject)
                .containsExactlyElementsOf(List.copyOf(Subjects.maps()));
    }

    private static MapBenchmark benchmarkOf(String subject, KeyType key) {
        MapBenchmark state = new MapBenchmark();
        state.subject = subject;
        state.key = key;
        state.size = SIZE;
        return state;
    }

    @SuppressWarnings("unchecked") // It is given what it made.
    private static MapSubject<Object> unchecked(MapSubject<?> subject) {
        return (MapSubject<Object>) subject;
    }
}
