package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.tck.SnapshotStoreContract;
import io.varve.testing.TestPostgres;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL, opened by its URL. */
class PostgresContractTest extends SnapshotStoreContract {

    private static ContractSchema schema;

    @BeforeAll
    static void makeSchema() {
        schema = new ContractSchema();
    }

    @AfterAll
    static void dropSchema() {
        schema.close();
    }

    @Override
    protected SnapshotStore open() {
        return SnapshotStores.open(TestPostgres.url(), Map.of("schema", schema.name()));
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
