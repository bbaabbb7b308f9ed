package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.CommitResult;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.io.File;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opening a store in PostgreSQL: what a user reads when it can't be, and how the tables come to be. */
class PostgresOpeningTest {

    private static final TenantId ACME = new TenantId("acme");

    private final TestSchema schema = TestPostgres.freshSchema();

    @AfterEach
    void drop() {
        schema.close();
    }

    private static StoreException refused(String url, Map<String, String> properties) {
        StoreException e = catchThrowableOfType(
                StoreException.class, () -> SnapshotStores.open(url, properties).close());
        assertThat(e).isNotNull();
        return e;
    }

    private static void assertWorks(SnapshotStore store, String ref) {
        assertThat(store.commit(ACME, 1, List.of(), List.of(RefUpdate.create(ref, new byte[] {1}))))
                .isEqualTo(CommitResult.applied());
    }

    @Test
    void it_is_durable_and_for_many_processes() {
        try (SnapshotStore store = SnapshotStores.open(schema.url())) {
            assertThat(store.capabilities().durable()).isTrue();
            assertThat(store.capabilities().multiProcess()).isTrue();
            assertThat(store.capabilities().maxPageBytes()).isEqualTo(16 << 20);
        }
    }

    @Test
    void stores_of_one_schema_share_it_and_those_of_two_do_not() {
        String other = schema.name() + "b";
        try (SnapshotStore first = SnapshotStores.open(schema.url());
                SnapshotStore second =
                        SnapshotStores.open(TestPostgres.url(), Map.of("schema", schema.name(), "create", "false"));
                SnapshotStore elsewhere = SnapshotStores.open(TestPostgres.url(), Map.of("schema", other))) {
            assertWorks(first, "a");
            assertThat(second.readRef(ACME, "a")).isPresent();
            assertWorks(elsewhere, "a");
        } finally {
            schema.execute("DROP SCHEMA " + other + " CASCADE");
        }
    }

    @Test
    void missing_tables_that_may_not_be_made_are_refused_with_DDL_that_works_by_hand() {
        Map<String, String> properties = Map.of("create", "false", "schema", schema.name());
        StoreException e = refused(TestPostgres.url(), properties);
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining("the tables of Varve are missing")
                .hasMessageContaining("SET STORAGE EXTERNAL");
        schema.execute(e.getMessage().substring(e.getMessage().indexOf("\n\n")));
        try (SnapshotStore store = SnapshotStores.open(TestPostgres.url(), properties)) {
            assertWorks(store, "a");
        }
    }

    /** PostgreSQL refuses {@code CREATE SCHEMA IF NOT EXISTS} to such a user even where the schema exists. */
    @Test
    void a_user_who_may_make_tables_but_no_schemas_can_use_one_that_is_there() {
        String user = schema.name() + "_user";
        schema.execute("CREATE ROLE " + user + " LOGIN");
        schema.execute("GRANT USAGE, CREATE ON SCHEMA " + schema.name() + " TO " + user);
        try (SnapshotStore store = SnapshotStores.open(
                TestPostgres.url().replace("user=postgres", "user=" + user), Map.of("schema", schema.name()))) {
            assertWorks(store, "a");
        } finally {
            schema.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
        }
    }

    @Test
    void a_user_who_may_not_make_tables_is_told_the_DDL() {
        String user = schema.name() + "_guest";
        schema.execute("CREATE ROLE " + user + " LOGIN");
        PGSimpleDataSource asGuest = new PGSimpleDataSource();
        asGuest.setURL(TestPostgres.url().replace("user=postgres", "user=" + user));
        Map<String, String> properties = Map.of("schema", schema.name());
        try {
            StoreException noAccess = catchThrowableOfType(
                    StoreException.class,
                    () -> JdbcSnapshotStore.open(asGuest, properties).close());
            assertThat(noAccess.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(noAccess).hasMessageContaining("permission denied for schema");

            schema.execute("GRANT USAGE ON SCHEMA " + schema.name() + " TO " + user);
            StoreException e = catchThrowableOfType(
                    StoreException.class,
                    () -> JdbcSnapshotStore.open(asGuest, properties).close());
            assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(e)
                    .hasMessageContaining("could not be created: ")
                    .hasMessageContaining("permission denied")
                    .hasMessageContaining("CREATE TABLE IF NOT EXISTS " + schema.name() + ".varve_pages");
        } finally {
            schema.execute("DROP OWNED BY " + user + "; DROP ROLE " + user);
        }
    }

    @Test
    void many_who_open_an_empty_schema_at_once_all_succeed() throws Exception {
        ExecutorService openers = Executors.newFixedThreadPool(5);
        try {
            for (int round = 0; round < 4; round++) {
                String name = schema.name() + "_" + round;
                List<Callable<Boolean>> opening = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    String ref = "r" + i;
                    opening.add(() -> {
                        PGSimpleDataSource database = new PGSimpleDataSource();
                        database.setURL(TestPostgres.url());
                        try (SnapshotStore store = JdbcSnapshotStore.open(database, Map.of("schema", name))) {
                            assertWorks(store, ref);
                            return true;
                        }
                    });
                }
                for (Future<Boolean> opened : openers.invokeAll(opening)) {
                    assertThat(opened.get()).isTrue();
                }
                schema.execute("DROP SCHEMA " + name + " CASCADE");
            }
        } finally {
            openers.shutdown();
        }
    }

    @Test
    void a_database_that_does_not_exist_is_named() {
        StoreException e = refused(TestPostgres.url().replace("/postgres?", "/nowhere?"), Map.of());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("\"nowhere\" does not exist").hasMessageContaining("create the database");
    }

    @Test
    void a_server_that_does_not_answer_is_unavailable_and_its_password_not_shown() {
        StoreException e =
                refused("jdbc:postgresql://localhost:1/shop?user=owner&password=s3cr%25t&connectTimeout=1", Map.of());
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e)
                .hasMessageContaining("can't open jdbc:postgresql://localhost:1/shop: ")
                .hasMessageContaining("see whether the server runs")
                .hasMessageNotContaining("s3cr");
    }

    @Test
    void a_standby_is_refused() {
        StoreException e = refused(schema.url() + "&options=-c%20default_transaction_read_only=on", Map.of());
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e).hasMessageContaining("none of its hosts is a primary that takes writes");
    }

    @Test
    void of_several_hosts_the_one_that_runs_is_found() {
        String url = schema.url().replace("//localhost:", "//localhost:1,localhost:");
        try (SnapshotStore store = SnapshotStores.open(url)) {
            assertWorks(store, "a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://owner:s3cret@db/shop",
                "jdbc:postgresql://db/shop?password=s3cret%zz",
                "jdbc:postgresql://db/shop?password=s3cret&password=s3cret",
                "jdbc:postgresql://db/shop?connectTimeout=soon&password=s3cret"
            })
    void a_URL_that_is_not_understood_is_refused_without_its_password(String url) {
        StoreException e = refused(url, Map.of());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageNotContaining("s3cret").hasNoCause();
    }

    @Test
    void a_password_is_given_once() {
        StoreException e = refused("jdbc:postgresql://db/shop?password=a", Map.of("password", "b"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("'password' is given twice");
    }

    @Test
    void what_keeps_a_call_from_hanging_is_set_unless_the_URL_sets_it() {
        assertThat(PostgresUrl.parse("jdbc:postgresql://db/shop?user=a&password=b")
                        .forDriver())
                .startsWith("jdbc:postgresql://db/shop?")
                .contains("socketTimeout=60", "connectTimeout=10", "tcpKeepAlive=true", "targetServerType=primary")
                .doesNotContain("user", "password");
        assertThat(PostgresUrl.parse("jdbc:postgresql://db/shop?socketTimeout=5&options=-c%20x%3Dy")
                        .forDriver())
                .contains("socketTimeout=5", "options=-c+x%3Dy")
                .doesNotContain("socketTimeout=60");
    }

    @Test
    void a_server_that_is_too_old_is_refused_naming_its_version() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(schema.url());
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> JdbcSnapshotStore.open(sayingThatItIs10(database)).close());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("PostgreSQL 10.23 is too old: use 11 or later");
    }

    private static DataSource sayingThatItIs10(DataSource database) {
        return changing(
                DataSource.class,
                database,
                Map.of(
                        "getConnection",
                        connection -> changing(
                                Connection.class,
                                (Connection) connection,
                                Map.of(
                                        "getMetaData",
                                        metaData -> changing(
                                                DatabaseMetaData.class,
                                                (DatabaseMetaData) metaData,
                                                Map.of(
                                                        "getDatabaseMajorVersion",
                                                        real -> 10,
                                                        "getDatabaseProductVersion",
                                                        real -> "10.23"))))));
    }

    /** Changes the answer of a real object. */
    @FunctionalInterface
    private interface Change {
        Object of(Object answer);
    }

    private static <T> T changing(Class<T> type, T real, Map<String, Change> changes) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                Object answer = method.invoke(real, arguments);
                Change change = changes.get(method.getName());
                return change == null ? answer : change.of(answer);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(
                Proxy.newProxyInstance(PostgresOpeningTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HikariCP", "postgresql"})
    void a_library_that_is_missing_is_named(String missing) throws Exception {
        URL[] path = Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(missing + "-"))
                .map(PostgresOpeningTest::asUrl)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Object provider = without.loadClass(JdbcSnapshotStoreProvider.class.getName())
                    .getConstructor()
                    .newInstance();
            InvocationTargetException e = catchThrowableOfType(
                    InvocationTargetException.class,
                    () -> provider.getClass()
                            .getMethod("open", String.class, Map.class)
                            .invoke(provider, schema.url(), Map.of()));
            assertThat(e.getCause())
                    .hasMessageContaining("needs org.postgresql:postgresql and com.zaxxer:HikariCP on the class path");
        }
    }

    private static URL asUrl(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
