package io.varve.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import io.varve.testing.TestPostgres;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL over a pool of the user's, with fewer connections than there are threads. */
class PostgresDataSourceContractTest extends SnapshotStoreContract {

    private static HikariDataSource pool;
    private static ContractSchema schema;

    @BeforeAll
    static void connect() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setMaximumPoolSize(3);
        pool = new HikariDataSource(config);
        schema = new ContractSchema();
    }

    @AfterAll
    static void disconnect() {
        pool.close();
        schema.close();
    }

    @Override
    protected SnapshotStore open() {
        return JdbcSnapshotStore.open(pool, Map.of("schema", schema.name()));
    }

    @Override
    protected Optional<String> url() {
        return Optional.of(schema.url());
    }

    @Override
    protected void destroy() {
        schema.empty();
    }
}
