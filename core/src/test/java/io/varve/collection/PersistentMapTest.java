package io.varve.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.Iterator;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A PersistentMap")
class PersistentMapTest {

    private static final Map<Integer, String> MODEL =
            LinkedHashMap.ofEntries(Iterator.range(0, 200).map(i -> Tuple.of(i, "v" + i % 7)));
    private static final PersistentMap<Integer, String> MAP = PersistentMap.ofAll(MODEL);
    private static final Map<Integer, String> OTHER = HashMap.of(3, "three", 1000, "thousand");

    @Test
    @DisplayName("does what Vavr's maps do where order does not matter")
    void agreesWithVavr() {
        same(map -> map.put(3, "x"));
        same(map -> map.put(Tuple.of(300, "x")));
        same(map -> map.put(3, "x", (old, value) -> old + value));
        same(map -> map.put(Tuple.of(300, "x"), (old, value) -> old + value));
        same(map -> map.remove(3));
        same(map -> map.removeAll(List.of(1, 2, 999)));
        same(map -> map.filter((k, v) -> k % 3 == 0));
        same(map -> map.filter(entry -> entry._1 % 3 == 0));
        same(map -> map.filterKeys(k -> k > 70));
        same(map -> map.filterValues(v -> v.endsWith("3")));
        same(map -> map.reject((k, v) -> k % 3 == 0));
        same(map -> map.reject(entry -> entry._1 % 3 == 0));
        same(map -> map.rejectKeys(k -> k > 70));
        same(map -> map.rejectValues(v -> v.endsWith("3")));
        same(map -> map.mapValues(String::length));
        same(map -> map.mapKeys(k -> "k" + k));
        same(map -> map.mapKeys(k -> k % 2, (a, b) -> a.compareTo(b) > 0 ? a : b));
        same(map -> map.map((k, v) -> Tuple.of(v + k, k)));
        same(map -> map.bimap(k -> -k, v -> v + "!"));
        same(map -> map.flatMap((k, v) -> List.of(Tuple.of(k, v), Tuple.of(k + 1000, v))));
        same(map -> map.merge(OTHER));
        same(map -> map.merge(OTHER, (a, b) -> a + b));
        same(map -> map.replace(Tuple.of(3, "v3"), Tuple.of(3, "z")));
        same(map -> map.replace(3, "v3", "z"));
        same(map -> map.replace(3, "no", "z"));
        same(map -> map.replaceValue(3, "z"));
        same(map -> map.replaceValue(3000, "z"));
        same(map -> map.replaceAll((k, v) -> v + k));
        same(map -> map.replaceAll(Tuple.of(3, "v3"), Tuple.of(3, "z")));
        same(map -> map.retainAll(List.of(Tuple.of(3, "v3"), Tuple.of(4, "no"))));
        same(map -> map.partition(entry -> entry._1 < 50));
        same(map -> map.computeIfAbsent(3, k -> "new"));
        same(map -> map.computeIfAbsent(300, k -> "new"));
        same(map -> map.computeIfPresent(3, (k, v) -> v + k));
        same(map -> map.computeIfPresent(300, (k, v) -> v + k));
        same(map -> HashMap.ofAll(map.groupBy(entry -> entry._2).toJavaMap()));
        same(map -> map.get(3));
        same(map -> map.get(300));
        same(map -> map.getOrElse(300, "else"));
        same(map -> map.containsKey(3));
        same(map -> map.containsValue("v3"));
        same(map -> map.contains(Tuple.of(3, "v4")));
        same(Map::size);
        same(Map::keySet);
        same(map -> map.values().sorted());
        same(Map::hashCode);
        same(Map::toJavaMap);
        same(map -> map.orElse(List.of(Tuple.of(1, "x"))));
        same(map -> map.distinct());
        same(map -> map.distinctBy(entry -> entry._1));
        same(map -> map.isLazy() || map.isAsync());
        same(map -> map.foldLeft(0, (sum, entry) -> sum + entry._1));
    }

    @Test
    @DisplayName("takes, drops and looks at neighbours in the order of iteration")
    void followsItsOrder() {
        List<Tuple2<Integer, String>> order = MAP.toList();
        ordered(MAP.take(5), order.take(5));
        ordered(MAP.takeRight(5), order.takeRight(5));
        ordered(MAP.drop(5), order.drop(5));
        ordered(MAP.dropRight(5), order.dropRight(5));
        ordered(MAP.takeWhile(entry -> entry._1 != 100), order.takeWhile(entry -> entry._1 != 100));
        ordered(MAP.takeUntil(entry -> entry._1 == 100), order.takeUntil(entry -> entry._1 == 100));
        ordered(MAP.dropWhile(entry -> entry._1 != 100), order.dropWhile(entry -> entry._1 != 100));
        ordered(MAP.dropUntil(entry -> entry._1 == 100), order.dropUntil(entry -> entry._1 == 100));
        ordered(MAP.tail(), order.tail());
        ordered(MAP.init(), order.init());
        ordered(MAP.span(entry -> entry._1 != 100)._2, order.span(entry -> entry._1 != 100)._2);
        assertThat(MAP.head()).isEqualTo(order.head());
        assertThat(MAP.last()).isEqualTo(order.last());
        assertThat(MAP.grouped(30).map(PersistentMap::toSet).toList())
                .isEqualTo(order.grouped(30).map(List::toSet).toList());
        assertThat(MAP.sliding(3, 50).map(PersistentMap::toSet).toList())
                .isEqualTo(order.sliding(3, 50).map(List::toSet).toList());
        assertThat(MAP.keysIterator().toList()).isEqualTo(order.map(Tuple2::_1));
        assertThat(MAP.valuesIterator().toList()).isEqualTo(order.map(Tuple2::_2));
    }

    @Test
    @DisplayName("equals every Vavr map with the same entries, and hashes alike")
    void equalsVavrsMaps() {
        assertThat(MAP.equals(MODEL)).isTrue();
        assertThat(MODEL.equals(MAP)).isTrue();
        assertThat(MAP.equals(HashMap.ofAll(MODEL.toJavaMap()))).isTrue();
        assertThat(TreeMap.ofEntries(MODEL).equals(MAP)).isTrue();
        assertThat(MAP).hasSameHashCodeAs(MODEL);
        assertThat(MAP.equals(MODEL.put(1, "x"))).isFalse();
        assertThat(MAP.equals(MODEL.remove(1).put(-1, "x"))).isFalse();
        assertThat(MAP.equals(MAP.put(1, "x"))).isFalse();
        assertThat((Object) MAP).isNotEqualTo("x");
    }

    @Test
    @DisplayName("prints its entries after its name")
    void printsItself() {
        assertThat(PersistentMap.of("a", 1)).hasToString("PersistentMap((a, 1))");
        assertThat(PersistentMap.empty()).hasToString("PersistentMap()");
    }

    @Test
    @DisplayName("refuses nulls")
    void refusesNulls() {
        PersistentMap<String, String> map = PersistentMap.of("a", "b");
        assertThatNullPointerException().isThrownBy(() -> map.put(null, "x")).withMessageContaining("key");
        assertThatNullPointerException().isThrownBy(() -> map.put("x", null)).withMessageContaining("value");
        assertThatNullPointerException().isThrownBy(() -> map.get(null)).withMessageContaining("key");
        assertThatNullPointerException().isThrownBy(() -> map.remove(null)).withMessageContaining("key");
        assertThatNullPointerException()
                .isThrownBy(() -> map.mapValues(value -> null))
                .withMessageContaining("value");
        assertThatNullPointerException()
                .isThrownBy(() -> map.putAll(List.of(Tuple.of("x", null))))
                .withMessageContaining("value");
        assertThatNullPointerException().isThrownBy(() -> PersistentMap.ofAll(HashMap.of("k", null)));
    }

    @Test
    @DisplayName("returns itself when nothing changes")
    void returnsItself() {
        assertThat(MAP.put(3, new String("v3"))).isSameAs(MAP);
        assertThat(MAP.remove(-1)).isSameAs(MAP);
        assertThat(MAP.putAll(MODEL)).isSameAs(MAP);
        assertThat(MAP.filter((key, value) -> true)).isSameAs(MAP);
        assertThat(MAP.merge(MODEL)).isSameAs(MAP);
        assertThat(PersistentMap.ofAll(MAP)).isSameAs(MAP);
    }

    @Test
    @DisplayName("of several entries with equal keys keeps the last")
    void lastWins() {
        assertThat(PersistentMap.ofEntries(Tuple.of(1, "a"), Tuple.of(2, "b"), Tuple.of(1, "c")))
                .isEqualTo(HashMap.of(1, "c", 2, "b"));
        assertThat(Stream.of("a", "b", "aa").collect(PersistentMap.collector(String::length, s -> s)))
                .isEqualTo(HashMap.of(1, "b", 2, "aa"));
    }

    @Test
    @DisplayName("that is empty has no head, last, tail or init")
    void emptyHasNoParts() {
        PersistentMap<String, String> empty = PersistentMap.empty();
        assertThatThrownBy(empty::head).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(empty::last).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(empty::tail).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(empty::init).isInstanceOf(UnsupportedOperationException.class);
        assertThat(empty.tailOption().isEmpty() && empty.initOption().isEmpty()).isTrue();
        assertThat(empty.iterator().hasNext()).isFalse();
    }

    @Test
    @DisplayName("is serialized as its entries")
    void serializes() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(MAP);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(MAP);
        }
    }

    private static <T> void same(Function<Map<Integer, String>, T> function) {
        assertThat(function.apply(MAP)).isEqualTo(function.apply(MODEL));
    }

    private static void ordered(PersistentMap<Integer, String> actual, List<Tuple2<Integer, String>> expected) {
        assertThat(actual.toList()).isEqualTo(expected);
    }
}
