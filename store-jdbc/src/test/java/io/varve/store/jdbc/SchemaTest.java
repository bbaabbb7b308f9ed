package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables: made when missing, made by hand where the store may not, refused when newer. */
class SchemaTest {

    private static final TenantId ACME = new TenantId("acme");

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection owner;

    @BeforeEach
    void open() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        database.setUser("sa");
        database.setPassword("");
        owner = database.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    private StoreException refused(Map<String, String> properties) {
        return catchThrowableOfType(
                StoreException.class,
                () -> JdbcSnapshotStore.open(database, properties).close());
    }

    private void requireWorks(Map<String, String> properties) {
        try (SnapshotStore store = JdbcSnapshotStore.open(database, properties)) {
            assertThat(store.commit(ACME, 0, List.of(), List.of(RefUpdate.create("head", new byte[] {1})))
                            .isApplied())
                    .isTrue();
        }
    }

    @Test
    void missing_tables_are_made() {
        requireWorks(Map.of());
    }

    @Test
    void tables_that_are_there_are_used_by_the_next_store() {
        requireWorks(Map.of());
        try (SnapshotStore store = JdbcSnapshotStore.open(database, Map.of("create", "false"))) {
            assertThat(store.readRef(ACME, "head")).contains(new byte[] {1});
        }
    }

    @Test
    void two_schemas_of_one_database_are_two_stores() {
        requireWorks(Map.of("schema", "one"));
        requireWorks(Map.of("schema", "two"));
        requireWorks(Map.of());
    }

    @Test
    void missing_tables_that_may_not_be_made_are_refused_with_DDL_that_works_by_hand() throws SQLException {
        for (Map<String, String> properties :
                List.of(Map.of("create", "false"), Map.of("create", "false", "schema", "history"))) {
            StoreException e = refused(properties);
            assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(e).hasMessageContaining("the tables of Varve are missing");
            String message = e.getMessage();
            execute(message.substring(message.indexOf("\n\n")));
            requireWorks(properties);
        }
    }

    @Test
    void a_user_who_may_not_make_tables_is_told_the_DDL() throws SQLException {
        execute("CREATE SCHEMA closed");
        execute("CREATE USER guest PASSWORD 'guest'");
        JdbcDataSource asGuest = new JdbcDataSource();
        asGuest.setURL(database.getURL());
        asGuest.setUser("guest");
        asGuest.setPassword("guest");
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> JdbcSnapshotStore.open(asGuest, Map.of("schema", "closed"))
                        .close());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining("could not be created: ")
                .hasMessageContaining("rights")
                .hasMessageContaining("CREATE TABLE IF NOT EXISTS closed.varve_pages");
    }

    @Test
    void tables_of_a_newer_version_are_refused_naming_both_versions() throws SQLException {
        requireWorks(Map.of());
        execute("UPDATE varve_schema SET version = 7");
        StoreException e = refused(Map.of());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("version 7").hasMessageContaining("knows version 1 only");
    }

    @Test
    void a_creation_that_was_cut_off_is_completed() throws SQLException {
        requireWorks(Map.of());
        execute("DROP TABLE varve_pages");
        execute("DELETE FROM varve_schema");
        execute("DELETE FROM varve_refs");
        requireWorks(Map.of());
    }

    @Test
    void many_who_open_an_empty_database_at_once_all_succeed() throws Exception {
        ExecutorService openers = Executors.newFixedThreadPool(6);
        try {
            for (int round = 0; round < 20; round++) {
                String schema = "round" + round;
                List<Callable<Boolean>> opening = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    TenantId tenant = new TenantId("t" + i);
                    opening.add(() -> {
                        try (SnapshotStore store = JdbcSnapshotStore.open(database, Map.of("schema", schema))) {
                            return store.commit(tenant, 0, List.of(), List.of(RefUpdate.create("head", new byte[] {1})))
                                    .isApplied();
                        }
                    });
                }
                for (Future<Boolean> opened : openers.invokeAll(opening)) {
                    assertThat(opened.get()).isTrue();
                }
            }
        } finally {
            openers.shutdown();
        }
    }
}
