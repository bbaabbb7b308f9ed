package io.varve;

/** The same on PostgreSQL. */
class SharedRacePostgresTest extends SharedRaceTest {

    @Override
    SharedStores stores() {
        return SharedStores.inPostgres();
    }

    @Override
    int operations() {
        return 30;
    }
}
