package io.varve.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on PostgreSQL over the user's own pool, with the tables in a schema of their own. */
class PostgresDataSourceContractTest extends SnapshotStoreContract {

    private static HikariDataSource pool;

    private TestSchema schema;

    @BeforeAll
    static void makePool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setMaximumPoolSize(5);
        pool = new HikariDataSource(config);
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    @BeforeEach
    void makeSchema() {
        schema = TestPostgres.freshSchema();
    }

    @Override
    protected SnapshotStore open() {
        return JdbcSnapshotStore.open(pool, Map.of("schema", schema.name()));
    }

    @Override
    protected void destroy() {
        schema.close();
    }
}
