package io.varve.store.memory;

import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;

class MemorySnapshotStoreTest extends SnapshotStoreContract {

    @Override
    protected SnapshotStore open() {
        return new MemorySnapshotStore();
    }
}
