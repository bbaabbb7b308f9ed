package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What PostgreSQL refuses under an open store, what is said of it, and that the store works when the cause is gone. */
class PostgresFaultsTest {

    private static final TenantId ACME = new TenantId("acme");

    private final TestSchema schema = TestPostgres.freshSchema();

    @AfterEach
    void drop() {
        schema.close();
    }

    private static CommitResult create(SnapshotStore store, String ref) {
        return store.commit(ACME, 1, List.of(), List.of(RefUpdate.create(ref, new byte[] {1})));
    }

    private static void assertWorks(SnapshotStore store, String ref) {
        assertThat(create(store, ref)).isEqualTo(CommitResult.applied());
    }

    private static StoreException fault(ThrowingCallable call) {
        StoreException e = catchThrowableOfType(StoreException.class, call);
        assertThat(e).isNotNull();
        return e;
    }

    private String ask(String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(schema.url());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_tenant_that_another_transaction_holds_is_unavailable_until_it_ends() throws SQLException {
        try (SnapshotStore store = SnapshotStores.open(schema.url() + "&options=-c%20lock_timeout=200ms")) {
            assertWorks(store, "a");
            try (Connection other = DriverManager.getConnection(schema.url())) {
                other.setAutoCommit(false);
                lockTenant(other);
                StoreException e = fault(() -> create(store, "b"));
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(e)
                        .hasMessageContaining("can't commit to tenant 'acme'")
                        .hasMessageContaining("another transaction holds the same tenant for long");
                other.rollback();
            }
            assertWorks(store, "b");
        }
    }

    private static void lockTenant(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT * FROM varve_tenants WHERE tenant = ? FOR UPDATE")) {
            lock.setBytes(1, Keys.of("acme"));
            lock.executeQuery().close();
        }
    }

    /** The other transaction has the ref and wants the tenant; it is patient, so the store's is the one that is undone. */
    @Test
    void a_commit_that_is_undone_for_a_deadlock_is_tried_again() throws Exception {
        try (SnapshotStore store = SnapshotStores.open(schema.url());
                Connection other = DriverManager.getConnection(schema.url())) {
            assertWorks(store, "a");
            long before = Long.parseLong(deadlocks());
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SET LOCAL deadlock_timeout = '1min'");
                statement.execute("UPDATE varve_refs SET content = content");
            }
            CompletableFuture<CommitResult> committing = CompletableFuture.supplyAsync(() ->
                    store.commit(ACME, 1, List.of(), List.of(RefUpdate.replace("a", new byte[] {1}, new byte[] {2}))));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> ask("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                    + " WHERE NOT l.granted AND a.query LIKE '%varve_refs%' AND a.query LIKE '%verdict%'")
                            .equals("1"));
            lockTenant(other);
            other.commit();
            assertThat(committing.get()).isEqualTo(CommitResult.applied());
            await().atMost(Duration.ofMinutes(1)).until(() -> Long.parseLong(deadlocks()) > before);
        }
    }

    private String deadlocks() throws SQLException {
        return ask("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
    }

    @Test
    void an_exhausted_pool_makes_calls_unavailable_until_a_connection_is_back() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(schema.url());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(1_000);
        try (HikariDataSource pool = new HikariDataSource(config);
                SnapshotStore store = JdbcSnapshotStore.open(pool)) {
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                StoreException e = fault(() -> create(store, "a"));
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(e).hasMessageContaining("all connections of the pool are in use: make the pool larger");
            }
            assertWorks(store, "a");
        }
    }

    @Test
    void writes_to_a_standby_are_unavailable_and_say_where_to_connect() {
        PGSimpleDataSource readOnly = new PGSimpleDataSource();
        readOnly.setURL(schema.url() + "&options=-c%20default_transaction_read_only=on");
        SnapshotStores.open(schema.url()).close();
        try (SnapshotStore store = JdbcSnapshotStore.open(readOnly)) {
            assertThat(store.readRef(ACME, "a")).isEmpty();
            StoreException e = fault(() -> create(store, "a"));
            assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(e)
                    .hasMessageContaining("read-only transaction")
                    .hasMessageContaining("targetServerType=primary");
            assertThat(fault(() -> store.deletePages(ACME, List.of(new PageId(1, 1)), 1))
                            .kind())
                    .isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void a_user_without_rights_is_told_which() {
        SnapshotStores.open(schema.url()).close();
        String user = schema.name() + "_guest";
        schema.execute("CREATE ROLE " + user + " LOGIN");
        schema.execute("GRANT USAGE ON SCHEMA " + schema.name() + " TO " + user);
        schema.execute("GRANT SELECT ON varve_schema, varve_refs TO " + user);
        try (SnapshotStore store = SnapshotStores.open(schema.url().replace("user=postgres", "user=" + user))) {
            StoreException e = fault(() -> create(store, "a"));
            assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(e)
                    .hasMessageContaining("permission denied for table varve_tenants")
                    .hasMessageContaining("grant the user");
        } finally {
            schema.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
        }
    }

    @Test
    void a_commit_is_synced_also_where_the_session_would_not() throws SQLException {
        try (SnapshotStore store = SnapshotStores.open(schema.url() + "&options=-c%20synchronous_commit=off")) {
            schema.execute("""
                    CREATE TABLE seen (setting TEXT);
                    CREATE FUNCTION look() RETURNS TRIGGER LANGUAGE plpgsql AS
                      $$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
                    CREATE TRIGGER looking AFTER INSERT OR DELETE ON varve_pages EXECUTE FUNCTION look()""");
            store.commit(ACME, 1, List.of(new Page(new PageId(1, 1), new byte[9])), List.of());
            store.deletePages(ACME, List.of(new PageId(1, 1)), 2);
        }
        assertThat(ask("SELECT string_agg(setting, ', ') FROM seen")).isEqualTo("on, on");
    }

    @Test
    void connections_go_back_as_they_came() throws SQLException {
        SnapshotStores.open(schema.url()).close();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(schema.url());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource pool = new HikariDataSource(config);
                SnapshotStore store = JdbcSnapshotStore.open(pool, Map.of("create", "false"))) {
            assertWorks(store, "a");
            assertThat(create(store, "a").isApplied()).isFalse();
            store.deletePages(ACME, List.of(new PageId(1, 1)), 2);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(connection.getNetworkTimeout()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40001, UNAVAILABLE, true, tried again several times",
        "40P01, UNAVAILABLE, true, tried again several times",
        "40003, UNAVAILABLE, false, ''",
        "55P03, UNAVAILABLE, true, holds the same tenant for long",
        "57014, UNAVAILABLE, true, statement_timeout",
        "57P01, UNAVAILABLE, false, is being stopped or started",
        "57P02, UNAVAILABLE, false, is being stopped or started",
        "57P03, UNAVAILABLE, false, is being stopped or started",
        "25006, UNAVAILABLE, true, targetServerType=primary",
        "25P02, UNAVAILABLE, true, ''",
        "25P03, UNAVAILABLE, false, ''",
        "53100, TOO_LARGE, true, disk is full",
        "53200, UNAVAILABLE, true, no memory left",
        "53300, UNAVAILABLE, true, max_connections",
        "54000, TOO_LARGE, true, ''",
        "08006, UNAVAILABLE, false, see whether the server runs",
        "08001, UNAVAILABLE, false, see whether the server runs",
        "28P01, UNSUPPORTED, false, refuses the user or the password",
        "3D000, UNSUPPORTED, true, create the database",
        "42501, UNSUPPORTED, true, grant the user",
        "42P01, UNSUPPORTED, true, ''",
        "0A000, UNSUPPORTED, true, ''",
        "XX000, UNAVAILABLE, false, ''",
        "XX001, CORRUPT, false, ''",
        "99999, UNAVAILABLE, false, ''",
        "'', UNAVAILABLE, false, ''",
    })
    void each_state_has_a_kind_and_advice_and_tells_whether_a_commit_was_undone(
            String state, Kind kind, boolean undone, String advice) {
        for (SQLException e : List.of(
                new SQLException("what the server says", state),
                new SQLException("what a pool says", null, new SQLException("what the server says", state)))) {
            assertThat(PostgresFaults.kindOf(e)).isEqualTo(kind);
            assertThat(PostgresFaults.isRolledBack(e)).isEqualTo(undone);
            assertThat(PostgresFaults.adviceOn(e).orElse("")).contains(advice);
        }
    }

    @Test
    void a_pool_that_could_not_connect_is_not_taken_for_an_exhausted_one() {
        assertThat(PostgresFaults.adviceOn(new SQLTransientConnectionException(
                        "no connection", null, new SQLException("refused", "08001"))))
                .hasValueSatisfying(advice -> assertThat(advice).contains("see whether the server runs"));
    }
}
