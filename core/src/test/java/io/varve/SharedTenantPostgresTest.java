package io.varve;

/** The same on PostgreSQL. */
class SharedTenantPostgresTest extends SharedTenantTest {

    @Override
    SharedStores stores() {
        return SharedStores.inPostgres();
    }
}
