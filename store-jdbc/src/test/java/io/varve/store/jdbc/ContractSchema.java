package io.varve.store.jdbc;

import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;

/** One schema for all tests of a contract: to empty its tables costs a tenth of making them anew. */
final class ContractSchema implements AutoCloseable {

    private final TestSchema schema = TestPostgres.freshSchema();

    String name() {
        return schema.name();
    }

    /** The URL of a store with its tables there, for another process. */
    String url() {
        return schema.url();
    }

    void empty() {
        schema.execute("DELETE FROM varve_pages; DELETE FROM varve_refs; DELETE FROM varve_tenants");
    }

    @Override
    public void close() {
        schema.close();
    }
}
