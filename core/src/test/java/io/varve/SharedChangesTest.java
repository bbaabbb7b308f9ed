package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.varve.spi.SnapshotStores;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How soon a manager sees what others have changed where the store tells of it, which PostgreSQL does. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedChangesTest {

    /** So that what is seen has been told. Where the store tells of changes, they are looked for every five seconds. */
    private static final Sharing SELDOM =
            Sharing.DEFAULT.withLease(Duration.ofHours(3)).withPolling(Duration.ofHours(1));

    private static final int CHANGES = 20;

    private final TestSchema schema = TestPostgres.freshSchema();
    private final List<StateManager<Ledger>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateManager::close);
        schema.close();
    }

    private Tenant<Ledger> tenant() {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(schema.url()))
                .initialState(Ledger.EMPTY)
                .shared(SELDOM)
                .open();
        opened.add(states);
        return states.tenantOrCreate("acme");
    }

    @Test
    void aChangeIsSeenElsewhereWithinASecond() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        List<Duration> delays = new ArrayList<>();
        for (int i = 1; i <= CHANGES; i++) {
            long count = one.apply(Ledger::incremented).count();
            long begun = System.nanoTime();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> other.state().count() >= count);
            delays.add(Duration.ofNanos(System.nanoTime() - begun));
        }
        delays.sort(null);
        Duration median = delays.get(CHANGES / 2);
        System.out.println("SharedChangesTest: changes were seen after " + median.toMillis() + " ms (median), "
                + delays.get(CHANGES - 1).toMillis() + " ms (longest)");
        // Looking every five seconds would make half of them later than this.
        assertThat(median).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void snapshotsAreSeenElsewhereToo() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        one.snapshot(SnapshotRequest.named("v1"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> other.find(SnapshotRef.named("v1")).isDefined());
    }

    @Test
    void refreshSeesAChangeAtOnce() {
        Tenant<Ledger> one = tenant();
        Tenant<Ledger> other = tenant();
        for (int i = 1; i <= CHANGES; i++) {
            one.apply(Ledger::incremented);
            assertThat(other.refresh().count()).isEqualTo(i);
        }
    }
}
