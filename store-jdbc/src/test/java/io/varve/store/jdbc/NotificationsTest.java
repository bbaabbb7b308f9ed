package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.varve.spi.ObservableStore;
import io.varve.spi.ObservableStore.Subscription;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes that PostgreSQL tells of. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotificationsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    /** A second is what is promised; a machine that is busy with other things may take longer. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestSchema schema = TestPostgres.freshSchema();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        schema.close();
    }

    private ObservableStore open() {
        return open(schema.url() + "&ApplicationName=" + schema.name());
    }

    private ObservableStore open(String url) {
        return opened((ObservableStore) SnapshotStores.open(url));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }

    private static void create(ObservableStore store, TenantId tenant, String ref) {
        assertThat(store.commit(tenant, 1, List.of(), List.of(RefUpdate.create(ref, new byte[] {1})))
                        .isApplied())
                .isTrue();
    }

    /** What was told. */
    private static final class Told extends CopyOnWriteArrayList<TenantId> {
        private static final long serialVersionUID = 1L;
    }

    private static Told toldBy(ObservableStore store) {
        Told told = new Told();
        Subscription subscription = store.subscribe(told::add);
        assertThat(subscription).isNotNull();
        return told;
    }

    private void awaitTold(Told told, TenantId tenant) {
        await().atMost(SOON).until(() -> told.contains(tenant));
    }

    private int sessions(String condition) throws SQLException {
        try (Connection connection = DriverManager.getConnection(schema.url());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE application_name = '" + schema.name() + "' AND " + condition)) {
            count.next();
            return count.getInt(1);
        }
    }

    private int listening() throws SQLException {
        return sessions("query LIKE 'LISTEN%'");
    }

    @Test
    void each_of_two_stores_is_told_of_what_the_other_changes() {
        ObservableStore one = open();
        ObservableStore other = open(TestPostgres.url() + "&options=-c%20search_path=" + schema.name());
        Told toOne = toldBy(one);
        Told toOther = toldBy(other);

        create(one, ACME, "a");
        awaitTold(toOther, ACME);

        create(other, GLOBEX, "a");
        awaitTold(toOne, GLOBEX);
    }

    @Test
    void the_same_tables_are_known_by_whatever_name() {
        ObservableStore one = open();
        ObservableStore other = opened((ObservableStore) SnapshotStores.open(
                TestPostgres.url(), Map.of("schema", schema.name().toUpperCase(Locale.ROOT))));
        toldBy(one);
        Told toOther = toldBy(other);
        create(one, ACME, "a");
        awaitTold(toOther, ACME);
    }

    @Test
    void stores_in_another_schema_are_not_told() {
        TestSchema elsewhere = opened(TestPostgres.freshSchema());
        ObservableStore there = opened((ObservableStore) SnapshotStores.open(elsewhere.url()));
        Told toldThere = toldBy(there);
        ObservableStore here = open();
        Told told = toldBy(here);

        create(here, ACME, "a");
        create(there, GLOBEX, "a");

        awaitTold(told, ACME);
        awaitTold(toldThere, GLOBEX);
        assertThat(toldThere).doesNotContain(ACME);
        assertThat(told).doesNotContain(GLOBEX);
    }

    @Test
    void what_changes_no_ref_is_not_told_and_a_removal_is() {
        ObservableStore store = open();
        create(store, ACME, "a");
        Told told = toldBy(store);

        store.commit(ACME, 1, List.of(new Page(new PageId(1, 1), new byte[9])), List.of());
        store.commit(ACME, 1, List.of(), List.of(RefUpdate.check("a", new byte[] {1})));
        assertThat(store.commit(ACME, 1, List.of(), List.of(RefUpdate.create("a", new byte[] {2})))
                        .isApplied())
                .isFalse();
        create(store, GLOBEX, "a");

        awaitTold(told, GLOBEX);
        assertThat(told).containsOnly(GLOBEX);

        store.eraseTenant(ACME, new Ref("a", new byte[] {1}), 99);
        awaitTold(told, ACME);
    }

    @Test
    void a_commit_of_unknown_outcome_is_told() throws Exception {
        try (CuttingProxy wire = new CuttingProxy(schema.url())) {
            ObservableStore store = open(wire.url(schema.url()));
            create(store, GLOBEX, "a");
            toldBy(store);
            Told told = toldBy(open());

            wire.cutBeforeClientHears("COMMIT");
            StoreException e = catchThrowableOfType(StoreException.class, () -> create(store, ACME, "a"));

            assertThat(e.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
            awaitTold(told, ACME);
            store.close();
        }
    }

    @Test
    void a_commit_stays_one_round_trip_and_many_are_told_in_one() throws Exception {
        try (CuttingProxy wire = new CuttingProxy(schema.url())) {
            ObservableStore store = open(wire.url(schema.url()));
            Told told = toldBy(open());
            create(store, ACME, "warm");
            int before = wire.roundTrips();
            int commits = 100;
            for (int i = 0; i < commits; i++) {
                create(store, ACME, "untold" + i);
            }
            assertThat(wire.roundTrips() - before)
                    .as("round trips without a subscription; the pool may open a connection meanwhile")
                    .isBetween(commits, commits + 10);

            toldBy(store);
            before = wire.roundTrips();
            for (int i = 0; i < commits; i++) {
                create(store, ACME, "told" + i);
            }
            create(store, GLOBEX, "last");
            awaitTold(told, GLOBEX);
            int notifying = wire.roundTrips() - before - commits - 1;
            System.out.println("round trips to tell of " + (commits + 1) + " commits: " + notifying);
            assertThat(notifying).isBetween(1, commits);
            store.close();
        }
    }

    @Test
    void a_commit_is_acknowledged_whatever_becomes_of_its_notification_which_is_sent_again() throws Exception {
        try (CuttingProxy wire = new CuttingProxy(schema.url())) {
            ObservableStore store = open(wire.url(schema.url()));
            toldBy(store);
            Told told = toldBy(open());
            wire.cutBeforeServerHears("pg_notify");
            create(store, ACME, "a");
            await().atMost(SOON).until(wire::hasCut);
            assertThat(store.readRef(ACME, "a")).isPresent();
            awaitTold(told, ACME);
            store.close();
        }
    }

    @Test
    void a_listener_whose_session_is_ended_listens_again() throws Exception {
        ObservableStore one = open();
        Told told = toldBy(one);
        create(one, ACME, "a");
        awaitTold(told, ACME);

        assertThat(listening()).isEqualTo(1);
        schema.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                + schema.name() + "' AND query LIKE 'LISTEN%'");
        await().atMost(SOON).until(() -> listening() == 1);

        create(one, GLOBEX, "a");
        awaitTold(told, GLOBEX);
    }

    @Test
    void what_others_notify_is_ignored_unless_it_is_a_tenant() throws Exception {
        ObservableStore store = open();
        Told told = toldBy(store);
        String channel = "(SELECT 'varve_' || '" + schema.name() + ".varve_refs'::regclass::oid)";
        for (String garbage : List.of("", "a b", "../up", "x".repeat(5_000), "ä")) {
            schema.execute("SELECT pg_notify(" + channel + ", '" + garbage + "')");
        }
        create(store, ACME, "a");
        awaitTold(told, ACME);
        assertThat(told).containsOnly(ACME);
    }

    @Test
    void a_listener_that_throws_keeps_nobody_from_being_told() {
        ObservableStore store = open();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        store.subscribe(tenant -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> reported.set(thrown));
            throw new IllegalStateException("on purpose");
        });
        Told told = toldBy(store);
        create(store, ACME, "a");
        awaitTold(told, ACME);
        create(store, GLOBEX, "a");
        awaitTold(told, GLOBEX);
        assertThat(reported.get()).hasMessage("on purpose");
    }

    @Test
    void a_subscription_that_has_ended_is_told_no_more_and_the_last_one_gives_its_connection_up() throws Exception {
        ObservableStore store = open();
        Told first = new Told();
        Subscription ending = store.subscribe(first::add);
        Told told = new Told();
        Subscription last = store.subscribe(told::add);
        assertThat(listening()).isEqualTo(1);

        ending.close();
        ending.close();
        create(store, ACME, "a");
        awaitTold(told, ACME);
        assertThat(first).isEmpty();

        last.close();
        await().atMost(SOON).until(() -> listening() == 0);
        create(store, GLOBEX, "a");
        Told again = toldBy(store);
        create(store, GLOBEX, "b");
        awaitTold(again, GLOBEX);
    }

    @Test
    void a_listener_may_end_its_own_subscription() throws Exception {
        ObservableStore store = open();
        AtomicReference<Subscription> own = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        own.set(store.subscribe(tenant -> {
            own.get().close();
            ended.countDown();
        }));
        create(store, ACME, "a");
        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        create(store, ACME, "b");
    }

    @Test
    void closing_the_store_ends_what_waits_and_tells_what_was_changed_before() throws Exception {
        Told told = toldBy(open());
        ObservableStore closing = open();
        closing.subscribe(tenant -> {});
        create(closing, ACME, "a");
        long begun = System.nanoTime();
        closing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        awaitTold(told, ACME);
        assertThat(catchThrowableOfType(StoreException.class, () -> closing.subscribe(tenant -> {}))
                        .kind())
                .isEqualTo(Kind.CLOSED);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread ->
                                Set.of("varve-jdbc-listen", "varve-jdbc-notify").contains(thread.getName()))
                        .count())
                .as("threads of the other store")
                .isEqualTo(2);
    }

    @Test
    void a_pool_of_the_users_gets_no_session_back_that_listens() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(schema.url() + "&ApplicationName=" + schema.name());
        config.setMaximumPoolSize(2);
        HikariDataSource pool = opened(new HikariDataSource(config));
        ObservableStore store = JdbcSnapshotStore.open(pool);
        Told told = toldBy(store);
        create(store, ACME, "a");
        awaitTold(told, ACME);
        store.close();
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            for (Connection connection : List.of(one, other)) {
                try (Statement statement = connection.createStatement();
                        ResultSet channels = statement.executeQuery("SELECT pg_listening_channels()")) {
                    assertThat(channels.next()).isFalse();
                }
            }
        }
    }

    @Test
    void connections_that_hide_the_driver_and_other_engines_are_unsupported() {
        StoreException hidden = catchThrowableOfType(StoreException.class, () -> {
            try (JdbcSnapshotStore store = JdbcSnapshotStore.open(new Hiding(schema.url()))) {
                store.subscribe(tenant -> {});
            }
        });
        assertThat(hidden.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(hidden).hasMessageContaining("do not unwrap to org.postgresql.PGConnection");

        StoreException h2 = catchThrowableOfType(StoreException.class, () -> {
            try (ObservableStore store = (ObservableStore) SnapshotStores.open("jdbc:h2:mem:")) {
                store.subscribe(tenant -> {});
            }
        });
        assertThat(h2.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(h2).hasMessageContaining("look for them from time to time");
    }

    /** A {@code DataSource} whose connections are wrapped by something that unwraps to nothing. */
    private record Hiding(String url) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            return (Connection) Proxy.newProxyInstance(
                    Hiding.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> method.getName().equals("isWrapperFor")
                            ? (Object) false
                            : method.invoke(connection, arguments));
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLException("this writes no log");
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("this wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
