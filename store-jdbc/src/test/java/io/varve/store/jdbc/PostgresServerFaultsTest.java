package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that is stopped, killed or closed to a user while a store is open. */
class PostgresServerFaultsTest {

    private static final TenantId ACME = new TenantId("acme");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_server_that_is_stopped_or_killed_under_load_is_unavailable_and_then_keeps_all_that_was_acknowledged()
            throws Exception {
        try (SnapshotStore store = SnapshotStores.open(server.url("postgres") + "&connectTimeout=1")) {
            for (boolean kill : new boolean[] {false, true}) {
                String round = kill ? "killed/" : "stopped/";
                List<String> acknowledged = new CopyOnWriteArrayList<>();
                AtomicBoolean sawUnavailable = new AtomicBoolean();
                AtomicBoolean enough = new AtomicBoolean();
                AtomicBoolean begun = new AtomicBoolean();
                Thread load = new Thread(() -> {
                    for (int i = 0; !enough.get(); i++) {
                        try {
                            String ref = round + i;
                            if (store.commit(ACME, 1, List.of(), List.of(RefUpdate.create(ref, new byte[] {1})))
                                    .isApplied()) {
                                acknowledged.add(ref);
                                begun.set(true);
                            }
                        } catch (StoreException e) {
                            assertThat(e.kind()).isIn(Kind.UNAVAILABLE, Kind.OUTCOME_UNKNOWN);
                            if (e.kind() == Kind.UNAVAILABLE
                                    && e.getMessage().contains("see whether the server runs")) {
                                sawUnavailable.set(true);
                            }
                        }
                    }
                });
                load.start();
                awaitTrue(begun);
                if (kill) {
                    server.kill();
                } else {
                    server.stop();
                }
                awaitTrue(sawUnavailable);
                server.startAgain();
                int before = acknowledged.size();
                await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > before);
                enough.set(true);
                load.join();
                for (String ref : acknowledged) {
                    assertThat(store.readRef(ACME, ref)).as(ref).isPresent();
                }
            }
        }
    }

    private static void awaitTrue(AtomicBoolean flag) {
        await().atMost(Duration.ofMinutes(1)).untilTrue(flag);
    }

    @Test
    void a_wrong_password_is_refused_without_being_shown() throws SQLException {
        execute("CREATE ROLE owner LOGIN SUPERUSER PASSWORD 'r1ght & more'");
        server.requirePassword("owner");
        String url = server.url("owner");
        SnapshotStores.open(url + "&password=r1ght%20%26%20more").close();
        SnapshotStores.open(url, Map.of("password", "r1ght & more")).close();

        StoreException e =
                catchThrowableOfType(StoreException.class, () -> SnapshotStores.open(url + "&password=wr0ng"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining("password authentication failed for user \"owner\"")
                .hasMessageContaining("refuses the user or the password");
        for (Throwable each = e; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each)).doesNotContain("wr0ng");
        }
    }

    @Test
    void a_server_without_free_connections_is_unavailable() throws SQLException {
        execute("CREATE ROLE few LOGIN CONNECTION LIMIT 0");
        StoreException e = catchThrowableOfType(StoreException.class, () -> SnapshotStores.open(server.url("few")));
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e).hasMessageContaining("raise max_connections");
    }
}
