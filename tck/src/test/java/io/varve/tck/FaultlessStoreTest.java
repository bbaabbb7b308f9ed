package io.varve.tck;

import io.varve.spi.SnapshotStore;

/** The suite finds nothing where nothing is wrong, in a store that claims every capability. */
class FaultlessStoreTest extends SnapshotStoreContract {

    private final FaultyStore.Data data = new FaultyStore.Data();

    @Override
    protected SnapshotStore open() {
        return new FaultyStore(data, null);
    }
}
