package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Backend.class)
class SnapshotQueryTest extends BackendTest {

    private static final SnapshotFilter EVEN = SnapshotFilter.all().tagged("even");

    private final TestClock clock = new TestClock();
    private Tenant<Ledger> acme;

    @BeforeEach
    void takeSnapshots() {
        acme = open(builder -> builder.clock(clock)).createTenant("acme");
        for (int i = 0; i < 20; i++) {
            SnapshotRequest request = i % 5 == 0 ? SnapshotRequest.named("v" + i) : SnapshotRequest.automatic();
            acme.snapshot(i % 2 == 0 ? request.tagged("even") : request);
            clock.move(Duration.ofHours(1));
        }
    }

    private Seq<Long> sequences(SnapshotPage page) {
        return page.snapshots().map(SnapshotInfo::sequence);
    }

    private Seq<Long> all(SnapshotQuery query) {
        Vector<Long> all = Vector.empty();
        Option<SnapshotQuery> next = Option.some(query);
        while (next.isDefined()) {
            SnapshotPage page = acme.snapshots(next.get());
            assertThat(page.snapshots().size()).isLessThanOrEqualTo(query.limit());
            assertThat(page.next().isEmpty() || page.snapshots().size() == query.limit())
                    .isTrue();
            all = all.appendAll(sequences(page));
            next = page.next();
        }
        return all;
    }

    @Test
    void aPageHasTheOldestFirstAndSaysHowToGoOn() {
        SnapshotPage first = acme.snapshots(SnapshotQuery.of(EVEN).limitedTo(4));

        assertThat(sequences(first)).containsExactly(0L, 2L, 4L, 6L);
        assertThat(sequences(acme.snapshots(first.next().get()))).containsExactly(8L, 10L, 12L, 14L);
    }

    @Test
    void theNewestMayComeFirst() {
        SnapshotPage first = acme.snapshots(SnapshotQuery.of(EVEN).newestFirst().limitedTo(4));

        assertThat(sequences(first)).containsExactly(18L, 16L, 14L, 12L);
        assertThat(sequences(acme.snapshots(first.next().get()))).containsExactly(10L, 8L, 6L, 4L);
    }

    @Test
    void theLastPageHasNoNext() {
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).limitedTo(10)).next()).isEmpty();
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).limitedTo(9)).next()).isNotEmpty();
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN.by("nobody"))))
                .isEqualTo(new SnapshotPage(Vector.empty(), Option.none()));
    }

    @Test
    void whatComesAndGoesMeanwhileMovesNothing() {
        SnapshotPage first = acme.snapshots(
                SnapshotQuery.of(SnapshotFilter.all()).newestFirst().limitedTo(3));
        assertThat(sequences(first)).containsExactly(19L, 18L, 17L);
        acme.snapshot();
        acme.delete(SnapshotRef.id(first.snapshots().get(2).id()));
        acme.delete(SnapshotRef.id(acme.snapshots().get(16).id()));

        assertThat(sequences(acme.snapshots(first.next().get()))).containsExactly(15L, 14L, 13L);
    }

    @Test
    void aNumberIsEnoughToGoOnAfterARestart() {
        long last =
                sequences(acme.snapshots(SnapshotQuery.of(EVEN).limitedTo(3))).last();
        acme = reopen().tenant("acme");

        assertThat(sequences(acme.snapshots(SnapshotQuery.of(EVEN).limitedTo(3).after(last))))
                .containsExactly(6L, 8L, 10L);
    }

    @Test
    void pagesTogetherAreWhatTheFilterSelects() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            SnapshotFilter filter = randomFilter(random);
            Seq<Long> expected = acme.snapshots().filter(filter).map(SnapshotInfo::sequence);
            SnapshotQuery query = SnapshotQuery.of(filter).limitedTo(1 + random.nextInt(7));

            assertThat(all(query)).as("seed %d, %s", seed, filter).isEqualTo(expected);
            assertThat(all(query.newestFirst())).as("seed %d, %s", seed, filter).isEqualTo(expected.reverse());
            assertThat(acme.snapshots(filter).map(SnapshotInfo::sequence))
                    .as("seed %d, %s", seed, filter)
                    .isEqualTo(expected);
        }
    }

    private static SnapshotFilter randomFilter(Random random) {
        SnapshotFilter filter = SnapshotFilter.all();
        filter = random.nextInt(3) == 0 ? filter.tagged("even") : filter;
        filter = random.nextInt(3) == 0 ? filter.notTagged("even") : filter;
        filter = random.nextInt(4) == 0
                ? filter.namedLike(random.nextBoolean() ? "v1?" : "v" + random.nextInt(20))
                : filter;
        filter = random.nextInt(3) == 0
                ? filter.from(TestClock.START.plus(Duration.ofMinutes(30L * random.nextInt(45) - 60)))
                : filter;
        return random.nextInt(3) == 0
                ? filter.until(TestClock.START.plus(Duration.ofMinutes(30L * random.nextInt(45) - 60)))
                : filter;
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SnapshotQuery.of(EVEN).limitedTo(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SnapshotQuery.of(EVEN).limitedTo(10_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10001");
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).after(Long.MAX_VALUE - 1))
                        .snapshots())
                .isEmpty();
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).after(Long.MAX_VALUE)).snapshots())
                .isEmpty();
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).after(Long.MIN_VALUE)).snapshots())
                .hasSize(10);
        assertThat(acme.snapshots(SnapshotQuery.of(EVEN).newestFirst().after(Long.MIN_VALUE))
                        .snapshots())
                .isEmpty();
    }
}
