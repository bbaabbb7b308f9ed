package io.varve;

import io.varve.spi.Capabilities;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;

/** One store in memory that several managers open at once, as several processes open one database. */
final class SharedStores {

    private final SnapshotStore data = SnapshotStores.open("memory:");

    /** The data itself, past all managers. */
    SnapshotStore data() {
        return data;
    }

    /** Opens it for one more manager. */
    SnapshotStore open() {
        return new ForwardingStore(ForwardingStore.keptOpen(data)) {
            @Override
            public Capabilities capabilities() {
                Capabilities below = super.capabilities();
                return new Capabilities(true, true, below.maxPageBytes(), below.maxRefBytes());
            }
        };
    }
}
