package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong under an open store, what is said of it, and that the store works again when the cause is gone. */
class FaultsTest {

    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    Path folder;

    private JdbcConnectionPool pool;

    private SnapshotStore open(String settings, int connections) {
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("application") + settings, "sa", "");
        pool.setMaxConnections(connections);
        pool.setLoginTimeout(1);
        return JdbcSnapshotStore.open(pool);
    }

    @AfterEach
    void dispose() {
        pool.dispose();
    }

    private static void create(SnapshotStore store, String ref) {
        assertThat(store.commit(ACME, 0, List.of(), List.of(RefUpdate.create(ref, new byte[] {1})))
                        .isApplied())
                .isTrue();
    }

    private static StoreException unavailable(ThrowingCallable call) {
        StoreException e = catchThrowableOfType(StoreException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.UNAVAILABLE);
        return e;
    }

    @Test
    void a_pool_of_one_connection_suffices() {
        try (SnapshotStore store = open("", 1)) {
            create(store, "a");
            assertThat(store.readRef(ACME, "a")).isPresent();
        }
    }

    @Test
    void an_exhausted_pool_makes_calls_unavailable_until_a_connection_is_back() throws SQLException {
        try (SnapshotStore store = open("", 1)) {
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                assertThat(unavailable(() -> create(store, "a")))
                        .hasMessageContaining("commit to tenant 'acme'")
                        .hasMessageContaining("all connections of the pool are in use");
            }
            create(store, "a");
        }
    }

    @Test
    void a_tenant_that_another_transaction_holds_is_unavailable_until_it_ends() throws SQLException {
        try (SnapshotStore store = open(";LOCK_TIMEOUT=100", 3)) {
            create(store, "a");
            try (Connection other = pool.getConnection()) {
                other.setAutoCommit(false);
                try (PreparedStatement lock =
                        other.prepareStatement("SELECT * FROM varve_tenants WHERE tenant = ? FOR UPDATE")) {
                    lock.setBytes(1, Keys.of("acme"));
                    lock.executeQuery().close();
                    assertThat(unavailable(() -> create(store, "b")))
                            .hasMessageContaining("another transaction holds the same tenant");
                }
                other.rollback();
            }
            create(store, "b");
        }
    }

    @Test
    void a_database_that_was_shut_down_is_unavailable_and_then_works_again() throws SQLException {
        try (SnapshotStore store = open("", 2)) {
            create(store, "a");
            try (Connection other = pool.getConnection();
                    Statement statement = other.createStatement()) {
                statement.execute("SHUTDOWN IMMEDIATELY");
            }
            unavailable(() -> create(store, "b"));
            for (int pooled = 0; pooled < 2; pooled++) {
                try {
                    store.readRef(ACME, "a");
                } catch (StoreException e) {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                }
            }
            assertThat(store.readRef(ACME, "b")).isEmpty();
            create(store, "b");
        }
    }

    @Test
    void connections_go_back_as_they_came() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:");
        pool = JdbcConnectionPool.create(database);
        try (Connection one = database.getConnection()) {
            one.setAutoCommit(false);
            one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            try (SnapshotStore store = JdbcSnapshotStore.open(alwaysHanding(one))) {
                create(store, "a");
                assertThat(store.readRef(ACME, "a")).isPresent();
                assertThat(one.getAutoCommit()).isFalse();
                assertThat(one.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            }
        }
    }

    /** Hands out one and the same connection, which stays open, like a pool that doesn't tidy up. */
    private static DataSource alwaysHanding(Connection connection) {
        Connection unclosed = proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return proxy(DataSource.class, (proxy, method, arguments) -> unclosed);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FaultsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
