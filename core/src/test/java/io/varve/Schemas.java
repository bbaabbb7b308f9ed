package io.varve;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.varve.spi.SnapshotStore;
import io.varve.store.jdbc.JdbcSnapshotStore;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A schema of PostgreSQL, with a pool of connections, for each folder that a test keeps its data in. Once the folder is
 * gone, the next test gets both: to empty tables, and to go on with connections, costs a tenth of making them anew.
 */
final class Schemas {

    private static final int CONNECTIONS = 20;

    private static final Map<Path, Schema> USED = new HashMap<>();

    /** A schema and the connections to it. */
    private record Schema(TestSchema tables, HikariDataSource pool) {

        static Schema fresh() {
            TestSchema tables = TestPostgres.freshSchema();
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(tables.url());
            config.setMinimumIdle(1);
            config.setMaximumPoolSize(CONNECTIONS);
            Schema schema = new Schema(tables, new HikariDataSource(config));
            schema.open().close();
            return schema;
        }

        SnapshotStore open() {
            return JdbcSnapshotStore.open(pool);
        }

        Schema emptied() {
            tables.execute("DELETE FROM varve_pages; DELETE FROM varve_refs; DELETE FROM varve_tenants");
            return this;
        }
    }

    private Schemas() {}

    /** The URL of the schema that belongs to a folder of a running test. */
    static String urlFor(Path folder) {
        return schemaFor(folder).tables().url();
    }

    /** Opens the schema that belongs to a folder of a running test, on connections that stay open afterwards. */
    static SnapshotStore open(Path folder) {
        return schemaFor(folder).open();
    }

    private static synchronized Schema schemaFor(Path folder) {
        Path key = folder.toAbsolutePath();
        Schema schema = USED.get(key);
        if (schema == null) {
            schema = emptyOrFresh();
            USED.put(key, schema);
        }
        return schema;
    }

    private static Schema emptyOrFresh() {
        return USED.keySet().stream()
                .filter(Files::notExists)
                .findFirst()
                .map(gone -> USED.remove(gone).emptied())
                .orElseGet(Schema::fresh);
    }
}
