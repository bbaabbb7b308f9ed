package io.varve.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.Durability;
import io.varve.RollbackOption;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.application.internal.Invariants;
import io.varve.application.json.JsonValue;
import io.varve.modulepath.StoreViews;
import io.varve.modulepath.StoreViews.Traffic;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes cost in pages, in a state of 100,000 sessions and 10,000 cached results of which nothing is on the heap yet. */
final class PageCostTest {

    private static final int SESSIONS = 100_000;
    private static final int RESULTS = 10_000;

    /** Sessions that expire early, one every three seconds, each in a place of its own in the map. */
    private static final int EARLY = 100;

    /** A path in each of the maps and vectors that one change may touch, of at most five pages each. */
    private static final int PATHS = 20;

    private static final SnapshotStore MEMORY = SnapshotStores.open("memory:");
    private static final Traffic TRAFFIC = new Traffic();
    private static int allPages;

    private final TestClock clock = new TestClock();
    private final ApplicationTransitions transitions = ApplicationTransitions.by(clock);
    private StateManager<ApplicationState> states;
    private Tenant<ApplicationState> acme;

    @BeforeAll
    static void fill() {
        try (StateManager<ApplicationState> filling = open()) {
            Tenant<ApplicationState> tenant = filling.createTenant("acme");
            tenant.apply(PageCostTest::filled);
            tenant.snapshot(SnapshotRequest.named("filled"));
        }
        allPages = TRAFFIC.written();
    }

    @AfterAll
    static void closeStore() {
        MEMORY.close();
    }

    /** Begins with a manager that has read nothing but the root. */
    @BeforeEach
    void begin() {
        states = open();
        acme = states.tenant("acme");
        acme.rollback(SnapshotRef.named("filled"), RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
        acme.state().tenant();
        TRAFFIC.reset();
    }

    @AfterEach
    void close() {
        states.close();
    }

    private static StateManager<ApplicationState> open() {
        return StateManager.builder(ApplicationState.class)
                .store(StoreViews.counting(StoreViews.keptOpen(MEMORY), TRAFFIC))
                .durability(Durability.ON_SNAPSHOT)
                .initialState(ApplicationState.initial(new TestClock()))
                .open();
    }

    private static ApplicationState filled(ApplicationState state) {
        Sessions sessions = state.sessions();
        for (int i = 0; i < SESSIONS; i++) {
            Duration time = i < EARLY
                    ? Duration.ofSeconds(3L * (i + 1))
                    : Duration.ofHours(1).plusMillis(10L * i);
            sessions = sessions.put(
                    "session " + i,
                    SessionRequest.of("session " + i, "user " + i % 1000)
                            .createdAt(TestClock.START)
                            .withExpiresAt(TestClock.START.plus(time)));
        }
        QueryCache cache = state.queryCache();
        for (int i = 0; i < RESULTS; i++) {
            cache = cache.put(new QueryResult(
                    "query " + i,
                    JsonValue.of("result " + i),
                    TestClock.START,
                    Option.some(TestClock.START.plusSeconds(i))));
        }
        return state.withSessions(sessions).withQueryCache(cache);
    }

    @Test
    void the_state_is_large_enough_for_costs_to_be_seen() {
        assertThat(allPages).isGreaterThan(3_000);
    }

    @Test
    void removing_what_has_expired_costs_what_has_expired() {
        clock.move(Duration.ofMinutes(10));

        acme.apply(transitions.sessions().removeExpired());
        acme.snapshot();

        // A leaf and a branch for each, and once for each leaf whether others may be deltas of it.
        assertThat(TRAFFIC.read()).isLessThanOrEqualTo(3 * EARLY);
        assertThat(TRAFFIC.written()).isLessThanOrEqualTo(3 * EARLY);
        assertThat(acme.state().sessions().size()).isEqualTo(SESSIONS - EARLY);
        Invariants.check(acme.state());
    }

    @Test
    void finding_that_nothing_has_expired_reads_the_way_to_the_first_bucket() {
        acme.apply(transitions.sessions().removeExpired());

        assertThat(TRAFFIC.read()).isLessThanOrEqualTo(PATHS);
    }

    @Test
    void touching_a_session_costs_a_few_paths() {
        acme.apply(transitions.sessions().touch("session 4711", Duration.ofHours(2)));
        acme.snapshot();

        assertThat(TRAFFIC.read()).isLessThanOrEqualTo(PATHS);
        assertThat(TRAFFIC.written()).isLessThanOrEqualTo(PATHS);
    }

    @Test
    void caching_a_query_again_costs_a_few_paths() {
        acme.apply(transitions.cache().put("query 4711", JsonValue.of(1), Duration.ofHours(2)));
        acme.snapshot();

        assertThat(TRAFFIC.read()).isLessThanOrEqualTo(PATHS);
        assertThat(TRAFFIC.written()).isLessThanOrEqualTo(PATHS);
    }

    @Test
    void pruning_the_cache_costs_what_goes() {
        acme.apply(transitions.cache().prune(RESULTS - 100));
        acme.snapshot();

        assertThat(TRAFFIC.read()).isLessThanOrEqualTo(200);
        assertThat(TRAFFIC.written()).isLessThanOrEqualTo(200);
        assertThat(acme.state().queryCache().size()).isEqualTo(RESULTS - 100);
        Invariants.check(acme.state());
    }
}
