package io.varve;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The estimates that the budget and the limit go by, against the heap that is really taken. What is taken is what is used
 * after a full collection with all loaded, less what is used before anything was.
 */
class HeapEstimateTest {

    /** One collection of each kind of value. */
    public record Shapes(
            PersistentMap<Long, Long> numbers,
            PersistentMap<String, String> texts,
            PersistentMap<Integer, Mixed> records,
            PersistentMap<String, List<Instant>> lists,
            PersistentVector<Double> series) {

        static final Shapes EMPTY = new Shapes(
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentVector.empty());
    }

    /** What most values look like. */
    public record Mixed(String name, long number, boolean flag, Option<Integer> maybe, Instant at) {}

    private static <K, V> PersistentMap<K, V> map(int count, IntFunction<K> key, IntFunction<V> value) {
        return PersistentMap.ofEntries(Iterator.range(0, count).map(i -> Tuple.of(key.apply(i), value.apply(i))));
    }

    private static Shapes numbers() {
        return new Shapes(
                map(200_000, i -> i * 1_000_003L, i -> i * 7_777_777_777L),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentVector.empty());
    }

    private static Shapes texts(int count, int length) {
        return new Shapes(
                PersistentMap.empty(),
                map(count, i -> "key " + i, i -> (i + " ").repeat(length / (i + " ").length() + 1)),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentVector.empty());
    }

    private static Shapes records() {
        return new Shapes(
                PersistentMap.empty(),
                PersistentMap.empty(),
                map(
                        100_000,
                        i -> i,
                        i -> new Mixed(
                                "name " + i,
                                i * 1_000L,
                                i % 2 == 0,
                                i % 3 == 0 ? Option.none() : Option.some(1_000 + i),
                                Instant.ofEpochSecond(1_700_000_000L + i, i))),
                PersistentMap.empty(),
                PersistentVector.empty());
    }

    private static Shapes lists() {
        return new Shapes(
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                map(
                        30_000,
                        i -> "key " + i,
                        i -> Stream.iterate(Instant.ofEpochSecond(1_700_000_000L + i), at -> at.plusSeconds(60))
                                .limit(10)
                                .toList()),
                PersistentVector.empty());
    }

    private static Shapes series() {
        return new Shapes(
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentVector.ofAll(Iterator.range(0, 300_000).map(Math::sqrt)));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("numbers", numbers()),
                Arguments.of("short texts", texts(100_000, 10)),
                Arguments.of("texts", texts(40_000, 200)),
                Arguments.of("large texts, in pages of their own", texts(2_000, 8_000)),
                Arguments.of("records", records()),
                Arguments.of("lists", lists()),
                Arguments.of("series", series()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void isNotFarFromWhatIsTaken(String name, Shapes shapes) {
        SnapshotStore memory = SnapshotStores.open("memory:");
        try (StateManager<Shapes> states = open(ForwardingStore.keptOpen(memory))) {
            Tenant<Shapes> tenant = states.createTenant("acme");
            tenant.apply(state -> shapes);
        }
        try (StateManager<Shapes> states = open(ForwardingStore.keptOpen(memory))) {
            Tenant<Shapes> tenant = states.tenant("acme");
            warmUp(states);
            tenant.state();
            long before = usedHeap();
            long read = readAll(tenant.state());
            long taken = usedHeap() - before;
            long estimated = tenant.metrics().cache().residentBytes();
            long weight = tenant.metrics().stateBytes().get();
            System.out.printf(
                    "HeapEstimateTest %s: %,d bytes taken, %,d estimated (taken is %.2f of it), weight %,d (%.2f)%n",
                    name, taken, estimated, (double) taken / estimated, weight, (double) taken / weight);

            assertThat(read).isPositive();
            assertThat((double) taken / estimated).isBetween(0.25, 1.5);
            // Beside the state, the bytes of its leaves are on the heap, which are a part of the budget but not of its
            // weight.
            assertThat((double) taken / weight).isBetween(0.5, 2.0);
        }
    }

    /** Makes the classes, plans and buffers that the first reading needs. */
    private static void warmUp(StateManager<Shapes> states) {
        Tenant<Shapes> other = states.createTenant("other");
        other.apply(state -> records());
        other.snapshot();
        readAll(other.state());
        states.removeTenant("other");
    }

    private static long readAll(Shapes shapes) {
        long read = 0;
        for (Object each : shapes.numbers().values()) {
            read += each.hashCode() == 0 ? 2 : 1;
        }
        for (Iterator<?> all : List.of(
                shapes.numbers().iterator(),
                shapes.texts().iterator(),
                shapes.records().iterator(),
                shapes.lists().iterator(),
                shapes.series().iterator())) {
            while (all.hasNext()) {
                all.next();
                read++;
            }
        }
        return read;
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static StateManager<Shapes> open(SnapshotStore store) {
        return StateManager.builder(Shapes.class)
                .store(store)
                .initialState(Shapes.EMPTY)
                .durability(Durability.ON_SNAPSHOT)
                .memoryBudget(1L << 30)
                .stateLimit(1L << 40)
                .open();
    }
}
