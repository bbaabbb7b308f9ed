package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wire to PostgreSQL, cut at the worst moments, and what it carries. */
class PostgresConnectionFaultsTest {

    private static final TenantId ACME = new TenantId("acme");

    private final TestSchema schema = TestPostgres.freshSchema();
    private final CuttingProxy wire = new CuttingProxy(schema.url());
    private SnapshotStore store;

    @BeforeEach
    void open() {
        store = SnapshotStores.open(wire.url(schema.url()) + "&connectTimeout=30&ApplicationName=" + schema.name());
        assertThat(create("ready")).isEqualTo(CommitResult.applied());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        wire.close();
        schema.close();
    }

    private CommitResult create(String ref) {
        return store.commit(ACME, 1, List.of(), List.of(RefUpdate.create(ref, new byte[] {1})));
    }

    private static List<Page> pages(int count, int size) {
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pages.add(new Page(new PageId(i, i), new byte[size]));
        }
        return pages;
    }

    @Test
    void a_commit_whose_COMMIT_did_not_arrive_is_of_unknown_outcome_and_not_applied() {
        wire.cutBeforeServerHears("COMMIT");
        StoreException e = catchThrowableOfType(StoreException.class, () -> create("a"));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(e)
                .hasMessageContaining("can't commit to tenant 'acme'")
                .hasMessageContaining("see whether the server runs");
        assertThat(store.readRef(ACME, "a")).isEmpty();
        assertThat(create("a")).isEqualTo(CommitResult.applied());
    }

    @Test
    void a_commit_whose_answer_did_not_arrive_is_of_unknown_outcome_and_applied() {
        wire.cutBeforeClientHears("COMMIT");
        StoreException e = catchThrowableOfType(StoreException.class, () -> create("a"));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(store.readRef(ACME, "a")).contains(new byte[] {1});
    }

    @Test
    void a_large_commit_that_is_cut_off_before_its_last_pages_is_certainly_not_applied() {
        wire.cutBeforeClientHears("BEGIN");
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> store.commit(ACME, 1, pages(3, 3 << 20), List.of(RefUpdate.create("a", new byte[] {1}))));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(store.readRef(ACME, "a")).isEmpty();
        assertThat(store.scanPages(ACME, null, 9)).isEmpty();
    }

    @Test
    void a_removal_whose_COMMIT_was_answered_into_the_void_is_of_unknown_outcome() {
        store.commit(ACME, 1, pages(1, 10), List.of());
        wire.cutBeforeClientHears("COMMIT");
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> store.deletePages(ACME, RefUpdate.check("absent", null), List.of(new PageId(0, 0)), 2));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(store.scanPages(ACME, null, 9)).isEmpty();
    }

    @Test
    void a_removal_that_is_cut_off_before_COMMIT_is_certainly_not_applied() {
        store.commit(ACME, 1, pages(1, 10), List.of());
        wire.cutBeforeClientHears("DELETE");
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> store.deletePages(ACME, RefUpdate.check("absent", null), List.of(new PageId(0, 0)), 2));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(store.scanPages(ACME, null, 9)).hasSize(1);
    }

    @Test
    void a_read_that_is_cut_off_is_unavailable_and_the_next_one_works() {
        wire.cutBeforeClientHears("SELECT");
        StoreException e = catchThrowableOfType(StoreException.class, () -> store.readRef(ACME, "ready"));
        assertThat(wire.hasCut()).isTrue();
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(store.readRef(ACME, "ready")).isPresent();
    }

    @Test
    void a_server_that_says_nothing_any_more_is_waited_for_only_so_long() {
        try (SnapshotStore patient =
                SnapshotStores.open(wire.url(schema.url()) + "&connectTimeout=1&socketTimeout=1")) {
            assertThat(patient.readRef(ACME, "ready")).isPresent();
            wire.silenceServer();
            StoreException e = catchThrowableOfType(
                    StoreException.class,
                    () -> patient.commit(ACME, 1, List.of(), List.of(RefUpdate.create("a", new byte[] {1}))));
            assertThat(e.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            e = catchThrowableOfType(StoreException.class, () -> patient.readRef(ACME, "ready"));
            assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(e).hasMessageContaining("see whether the server runs");
        }
    }

    @Test
    void commits_and_reads_take_one_round_trip_each() {
        assertThat(roundTripsOf(() -> store.commit(
                        ACME,
                        1,
                        pages(200, 100),
                        List.of(
                                RefUpdate.replace("ready", new byte[] {1}, new byte[] {2}),
                                RefUpdate.create("a", new byte[] {1}),
                                RefUpdate.check("b", null)))))
                .isEqualTo(1);
        assertThat(roundTripsOf(() -> store.commit(ACME, 1, pages(20, 100), List.of())))
                .isEqualTo(1);
        assertThat(roundTripsOf(() -> store.commit(ACME, 1, List.of(), List.of(RefUpdate.delete("a", new byte[] {1})))))
                .isEqualTo(1);
        assertThat(roundTripsOf(() -> create("ready"))).as("a conflict").isEqualTo(1);
        assertThat(roundTripsOf(() -> store.commit(ACME, 1, List.of(), List.of(RefUpdate.check("b", null)))))
                .isEqualTo(1);
        assertThat(roundTripsOf(() -> store.readRef(ACME, "ready"))).isEqualTo(1);
        assertThat(roundTripsOf(() -> store.scanRefs(ACME, "", null, 10))).isEqualTo(1);
        assertThat(roundTripsOf(() -> store.getPages(
                        ACME, pages(100, 0).stream().map(Page::id).toList())))
                .isEqualTo(1);
        Runnable deletion = () -> store.deletePages(
                ACME,
                RefUpdate.check("absent", null),
                pages(100, 0).stream().map(Page::id).toList(),
                2);
        int toDelete = Math.min(roundTripsOf(deletion), roundTripsOf(deletion));
        System.out.println("round trips of deletePages: " + toDelete);
        assertThat(toDelete).isLessThanOrEqualTo(7);
    }

    private int roundTripsOf(Runnable call) {
        int before;
        do { // The pool may be opening a connection in the background.
            before = wire.roundTrips();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        } while (wire.roundTrips() != before);
        call.run();
        return wire.roundTrips() - before;
    }

    /** The number is larger by one for each commit that was acknowledged, and for some of those of unknown outcome. */
    @Test
    void sessions_that_are_ended_by_an_administrator_lose_no_commit() throws Exception {
        assertThat(store.commit(ACME, 1, List.of(), List.of(RefUpdate.create("counter", number(0)))))
                .isEqualTo(CommitResult.applied());
        int threads = 3;
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger unknown = new AtomicInteger();
        ExecutorService counters = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> counting = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counting.add(counters.submit(() -> {
                    while (!enough.get()) {
                        increment(acknowledged, unknown);
                    }
                }));
            }
            for (int kill = 0; kill < 8; kill++) {
                int before = acknowledged.get();
                await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.get() > before + 2);
                schema.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity" + " WHERE application_name = '"
                        + schema.name() + "'");
            }
            enough.set(true);
            for (Future<?> each : counting) {
                each.get();
            }
            System.out.println("increments: " + acknowledged + " acknowledged, " + unknown + " unknown");
            assertThat(ByteBuffer.wrap(store.readRef(ACME, "counter").orElseThrow())
                            .getInt())
                    .isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
        } finally {
            enough.set(true);
            counters.shutdown();
        }
    }

    private void increment(AtomicInteger acknowledged, AtomicInteger unknown) {
        try {
            byte[] value = store.readRef(ACME, "counter").orElseThrow();
            RefUpdate increment = RefUpdate.replace(
                    "counter", value, number(ByteBuffer.wrap(value).getInt() + 1));
            if (store.commit(ACME, 1, List.of(), List.of(increment)).isApplied()) {
                acknowledged.incrementAndGet();
            }
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(Kind.UNAVAILABLE, Kind.OUTCOME_UNKNOWN);
            if (e.kind() == Kind.OUTCOME_UNKNOWN) {
                unknown.incrementAndGet();
            }
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
