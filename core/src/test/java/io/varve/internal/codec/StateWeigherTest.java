package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.codec.weight.StateWeigher;
import io.vavr.control.Option;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateWeigherTest {

    /** Everything that is compared by structure, in each other. */
    public record Nest(
            String name,
            PersistentMap<String, Inner> inner,
            PersistentVector<Inner> queue,
            io.vavr.collection.List<PersistentMap<Integer, String>> listed,
            io.vavr.collection.HashMap<String, PersistentVector<Long>> named,
            Option<PersistentMap<Integer, Long>> maybe) {

        static final Nest EMPTY = new Nest(
                "",
                PersistentMap.empty(),
                PersistentVector.empty(),
                io.vavr.collection.List.empty(),
                io.vavr.collection.HashMap.empty(),
                Option.none());
    }

    /**
     * A value with a collection of its own.
     *
     * @param text says how equal it is to others: by its first letter
     */
    public record Inner(String text, PersistentVector<Integer> numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Inner inner
                    && inner.text.substring(0, 1).equals(text.substring(0, 1))
                    && inner.numbers.equals(numbers);
        }

        @Override
        public int hashCode() {
            return text.charAt(0);
        }
    }

    private static Nest edited(Nest nest, Random random) {
        String key = "k" + random.nextInt(200);
        Inner inner = new Inner(
                "a".repeat(1 + random.nextInt(random.nextInt(20) == 0 ? 5_000 : 30)),
                PersistentVector.ofAll(random.ints(random.nextInt(80)).boxed().toList()));
        PersistentMap<String, Inner> map = nest.inner();
        PersistentVector<Inner> queue = nest.queue();
        var listed = nest.listed();
        var named = nest.named();
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> new Nest(nest.name(), map.put(key, inner), queue, listed, named, nest.maybe());
            case 3 -> new Nest(nest.name(), map.remove(key), queue, listed, named, nest.maybe());
            case 4 ->
                new Nest(
                        nest.name(),
                        map.remove(key).put(key, inner),
                        queue.appendAll(List.of(inner, inner, inner)),
                        listed,
                        named,
                        nest.maybe());
            case 5 -> new Nest(nest.name(), map, queue.append(inner), listed, named, nest.maybe());
            case 6 -> new Nest(nest.name(), map, queue.drop(random.nextInt(40)), listed, named, nest.maybe());
            case 7 ->
                new Nest(
                        nest.name(),
                        map,
                        queue.isEmpty() ? queue : queue.update(random.nextInt(queue.length()), inner),
                        listed,
                        named,
                        nest.maybe());
            case 8 -> new Nest(nest.name(), map, queue.prepend(inner).take(300), listed, named, nest.maybe());
            case 9 ->
                new Nest(
                        nest.name(),
                        map,
                        queue,
                        listed.isEmpty() || random.nextBoolean()
                                ? listed.prepend(PersistentMap.of(random.nextInt(), key))
                                : listed.update(
                                        random.nextInt(listed.length()),
                                        each -> each.put(random.nextInt(), "new " + key)),
                        named,
                        nest.maybe());
            case 10 ->
                new Nest(
                        nest.name(),
                        map,
                        queue,
                        listed.isEmpty() ? listed : listed.removeAt(random.nextInt(listed.length())),
                        named.remove(key),
                        nest.maybe());
            case 11 ->
                new Nest(
                        nest.name() + key,
                        map,
                        queue,
                        listed,
                        named.put(
                                key,
                                named.get(key)
                                        .getOrElse(PersistentVector.empty())
                                        .append(random.nextLong())),
                        nest.maybe());
            case 12 ->
                new Nest(
                        nest.name(),
                        map,
                        queue,
                        listed,
                        named,
                        random.nextInt(3) == 0
                                ? Option.none()
                                : Option.some(nest.maybe()
                                        .getOrElse(PersistentMap.empty())
                                        .put(random.nextInt(500), random.nextLong())));
            default ->
                new Nest(
                        "x".repeat(random.nextInt(50)) + (random.nextBoolean() ? "ж" : ""),
                        map.mapValues(value -> random.nextInt(10) == 0 ? inner : value),
                        queue.filter(value -> random.nextInt(20) != 0),
                        listed,
                        named,
                        nest.maybe());
        };
    }

    @Test
    void whatIsKeptUpFromEditToEditIsWhatAWalkFinds() {
        long seed = new Random().nextLong();
        System.out.println("StateWeigherTest seed " + seed);
        Random random = new Random(seed);
        StateCodec<Nest> codec = Zoo.codec(Nest.class);
        StateWeigher<Nest> weigher = codec.weigher();
        MemoryPages pages = new MemoryPages(200_000);
        Nest state = Nest.EMPTY;
        long weight = weigher.weigh(state);
        for (int i = 0; i < 1_500; i++) {
            Nest next = edited(state, random);
            weight += weigher.change(state, next);
            assertThat(weight).as("after edit " + i).isEqualTo(weigher.weigh(next));
            state = next;
            if (i % 50 == 0) {
                // Now and then it is stored, and goes on as it is or as it is read again.
                Nest stored = pages.roundTrip(codec, state);
                assertThat(weigher.change(state, stored)).isZero();
                state = random.nextBoolean() ? stored : state;
            }
        }
    }

    static Stream<Class<?>> types() {
        return Zoo.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void theChangeBetweenAnyTwoStatesIsTheDifferenceOfTheirWeights(Class<?> type) {
        check(type);
    }

    private static <S> void check(Class<S> type) {
        long seed = new Random().nextLong();
        System.out.println("StateWeigherTest " + type.getSimpleName() + " seed " + seed);
        StateCodec<S> codec = Zoo.codec(type);
        StateWeigher<S> weigher = codec.weigher();
        RandomValues values = new RandomValues(new Random(seed));
        S before = values.state(type, 200);
        for (int i = 0; i < 100; i++) {
            S after = values.state(type, 200);
            assertThat(weigher.change(before, after)).isEqualTo(weigher.weigh(after) - weigher.weigh(before));
            S readAgain = new MemoryPages().roundTrip(codec, after);
            assertThat(weigher.weigh(readAgain)).isEqualTo(weigher.weigh(after));
            before = after;
        }
    }

    @Test
    void whatTwoVersionsShareIsNotRead() {
        StateCodec<Nest> codec = Zoo.codec(Nest.class);
        StateWeigher<Nest> weigher = codec.weigher();
        PersistentMap<String, Inner> map = PersistentMap.empty();
        PersistentVector<Inner> queue = PersistentVector.empty();
        for (int i = 0; i < 20_000; i++) {
            Inner inner = new Inner("a" + i, PersistentVector.of(i));
            map = map.put("k" + i, inner);
            queue = queue.append(inner);
        }
        Nest full = new Nest(
                "",
                map,
                queue,
                io.vavr.collection.List.of(PersistentMap.of(1, "one")),
                Nest.EMPTY.named(),
                Option.none());
        MemoryPages pages = new MemoryPages();
        Nest state = pages.roundTrip(codec, full);
        Inner other = new Inner("b", PersistentVector.empty());
        Nest next = new Nest(
                "next",
                state.inner().put("k4711", other).remove("k17"),
                state.queue().drop(40).append(other).update(5_000, other),
                state.listed().prepend(PersistentMap.of(2, "two")),
                state.named(),
                state.maybe());
        int reads = pages.reads.get();
        long change = weigher.change(state, next);

        assertThat(pages.reads.get() - reads).as("pages of some 2,000").isLessThan(20);
        assertThat(change).isEqualTo(weigher.weigh(next) - weigher.weigh(full));
    }

    @Test
    void typesThatDifferHaveDifferentRules() {
        assertThat(Zoo.codec(Zoo.Boxes.class).weigher().rule())
                .isEqualTo(Zoo.codec(Zoo.Boxes.class).weigher().rule())
                .isNotEqualTo(Zoo.codec(Zoo.Numbers.class).weigher().rule());
    }

    @Test
    void whatIsNestedTooDeeplyIsRefusedBeforeTheStackIsUsedUp() {
        Zoo.Nullables chain = new Zoo.Nullables(null, null, null, null);
        for (int i = 0; i < 100_000; i++) {
            chain = new Zoo.Nullables(null, null, null, chain);
        }
        Zoo.Nullables deep = chain;
        StateWeigher<Zoo.Nullables> weigher = Zoo.codec(Zoo.Nullables.class).weigher();

        assertThatThrownBy(() -> weigher.weigh(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deep");
    }
}
