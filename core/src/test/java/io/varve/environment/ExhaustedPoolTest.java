package io.varve.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.varve.Durability;
import io.varve.Ledger;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.StoreFailedException;
import io.varve.Tenant;
import io.varve.VarveException;
import io.varve.collection.PersistentMap;
import io.varve.spi.StoreException;
import io.varve.store.jdbc.JdbcSnapshotStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application whose other parts have taken all connections of the pool that it shares with Varve. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExhaustedPoolTest {

    private static final String READ = "all connections of the pool are in use and none became free";

    @TempDir
    Path folder;

    private JdbcConnectionPool pool;
    private final ConcurrentLinkedQueue<VarveException> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makePool() {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("application"), "sa", "");
        pool.setMaxConnections(1);
        pool.setLoginTimeout(1);
    }

    @AfterEach
    void dispose() {
        pool.dispose();
    }

    private StateManager<Ledger> open(Durability mode) {
        return StateManager.builder(Ledger.class)
                .store(JdbcSnapshotStore.open(pool))
                .initialState(new Ledger(0, "", PersistentMap.empty()))
                .durability(mode)
                .onBackgroundFailure((tenant, failure) -> told.add(failure))
                .open();
    }

    private static Ledger next(Ledger state) {
        return new Ledger(state.count() + 1, state.note(), state.entries());
    }

    @Test
    void aChangeFailsAndTheHeadStaysUntilAConnectionIsFree() throws SQLException {
        try (StateManager<Ledger> states = open(Durability.EVERY_TRANSITION)) {
            Tenant<Ledger> tenant = states.createTenant("acme");
            tenant.apply(ExhaustedPoolTest::next);
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                assertThatThrownBy(() -> tenant.apply(ExhaustedPoolTest::next))
                        .isInstanceOfSatisfying(
                                StoreFailedException.class,
                                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                        .hasMessageContaining("tenant 'acme'")
                        .hasMessageContaining(READ);
                assertThat(tenant.state().count()).isEqualTo(1);
            }
            assertThat(tenant.apply(ExhaustedPoolTest::next).count()).isEqualTo(2);
        }
    }

    @Test
    void inTheBackgroundItIsToldAndWrittenLater() throws SQLException {
        try (StateManager<Ledger> states = open(Durability.ASYNC)) {
            Tenant<Ledger> tenant = states.createTenant("acme");
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                tenant.apply(ExhaustedPoolTest::next);
                tenant.snapshot(SnapshotRequest.named("v1"));
                await().atMost(1, TimeUnit.MINUTES).until(() -> !told.isEmpty());
                assertThat(told.peek()).hasMessageContaining(READ);
                assertThatThrownBy(() -> tenant.snapshot(SnapshotRequest.named("v2")))
                        .isInstanceOf(StoreFailedException.class)
                        .hasMessageContaining(READ);
            }
        }
        try (StateManager<Ledger> states = open(Durability.ASYNC)) {
            Tenant<Ledger> tenant = states.tenant("acme");
            assertThat(tenant.at(SnapshotRef.named("v1")).state().count()).isEqualTo(1);
            assertThat(tenant.snapshotCount()).isEqualTo(1);
        }
    }
}
