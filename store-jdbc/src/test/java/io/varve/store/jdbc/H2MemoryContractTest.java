package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.tck.SnapshotStoreContract;

/** The contract, on an H2 database in memory. */
class H2MemoryContractTest extends SnapshotStoreContract {

    @Override
    protected SnapshotStore open() {
        return SnapshotStores.open("jdbc:h2:mem:");
    }
}
