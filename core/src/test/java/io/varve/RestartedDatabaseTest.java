package io.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.varve.spi.SnapshotStores;
import io.varve.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is stopped, or killed, under an application that goes on changing its state, and then starts again. */
class RestartedDatabaseTest {

    private static final int THREADS = 3;

    private static TestServer server;

    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Map<String, Long> taken = new ConcurrentHashMap<>();
    private final AtomicReference<StoreFailedException> read = new AtomicReference<>();
    private final AtomicReference<Throwable> unexpected = new AtomicReference<>();

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static StateManager<Ledger> open(boolean shared) {
        StateManagerBuilder<Ledger> builder = StateManager.builder(Ledger.class)
                .store(SnapshotStores.open(server.url("postgres") + "&connectTimeout=1"))
                .initialState(Ledger.EMPTY)
                .durability(Durability.EVERY_TRANSITION);
        return (shared ? builder.shared(Sharing.DEFAULT) : builder).open();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void changesFailAndSayWhyWhileItIsDownAndGoOnWhenItIsBackWithNothingLost(boolean shared) throws Exception {
        String id = shared ? "shared" : "owned";
        try (StateManager<Ledger> states = open(shared)) {
            Tenant<Ledger> tenant = states.createTenant(id);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String prefix = i + "/";
                threads.add(new Thread(() -> change(tenant, prefix)));
            }
            threads.forEach(Thread::start);

            awaitMoreThan(acknowledged, 20);
            server.stop();
            awaitMoreThan(failed, failed.get());
            server.startAgain();
            awaitMoreThan(acknowledged, acknowledged.get() + 20);
            server.kill();
            awaitMoreThan(failed, failed.get());
            server.startAgain();
            awaitMoreThan(acknowledged, acknowledged.get() + 20);

            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(unexpected.get()).isNull();
            assertThat(read.get())
                    .hasMessageContaining("tenant '" + id + "'")
                    .hasMessageContaining("see whether the server runs");
            System.out.println("RestartedDatabaseTest " + id + ": " + acknowledged + " changes and " + taken.size()
                    + " snapshots were acknowledged, " + failed + " failed: "
                    + read.get().getMessage());
            requireAll(tenant);
        }
        try (StateManager<Ledger> states = open(shared)) {
            requireAll(states.tenant(id));
            assertThat(states.verify().isSound()).isTrue();
        }
    }

    private void change(Tenant<Ledger> tenant, String prefix) {
        try {
            for (int i = 0; !enough.get(); i++) {
                try {
                    if (i % 5 == 4) {
                        String name = prefix + i;
                        tenant.snapshot(SnapshotRequest.named(name));
                        taken.put(
                                name, tenant.at(SnapshotRef.named(name)).state().count());
                    } else {
                        tenant.apply(Ledger::incremented);
                        acknowledged.incrementAndGet();
                    }
                } catch (StoreFailedException e) {
                    failed.incrementAndGet();
                    if (e.getMessage().contains("see whether the server runs")) {
                        read.set(e);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            unexpected.set(e);
        }
    }

    private void requireAll(Tenant<Ledger> tenant) {
        // Changes of unknown outcome are found out about, and may be there.
        assertThat(tenant.state().count()).isBetween(acknowledged.longValue(), acknowledged.longValue() + failed.get());
        taken.forEach((name, count) ->
                assertThat(tenant.at(SnapshotRef.named(name)).state().count()).isEqualTo(count));
    }

    private void awaitMoreThan(AtomicInteger number, int least) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(unexpected.get() == null ? number.get() : Integer.MAX_VALUE)
                        .isGreaterThan(least));
    }
}
