package io.varve.tck;

import io.varve.spi.SnapshotStore;
import java.util.Optional;

/** The suite finds nothing where nothing is wrong, in a store that claims every capability. */
class FaultlessStoreTest extends SnapshotStoreContract {

    private final MistakenStore.Data data = new MistakenStore.Data();

    @Override
    protected SnapshotStore open() {
        return new MistakenStore(data, null);
    }

    @Override
    protected Optional<String> url() {
        return Optional.of(Loopback.url(data, null));
    }
}
