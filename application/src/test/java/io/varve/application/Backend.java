package io.varve.application;

import io.varve.modulepath.StoreViews;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.nio.file.Path;

/** The stores in which the state has to come back as it was. */
enum Backend {
    MEMORY,
    ROCKSDB,
    H2;

    /** A source of the same store, opened again and again. */
    Stores in(Path folder) {
        return switch (this) {
            case MEMORY -> {
                SnapshotStore memory = SnapshotStores.open("memory:");
                yield () -> StoreViews.keptOpen(memory);
            }
            case ROCKSDB -> () -> SnapshotStores.open("rocksdb:" + folder.resolve("rocksdb"));
            case H2 -> () -> SnapshotStores.open("jdbc:h2:file:" + folder.resolve("h2"));
        };
    }

    /** Opens a store. */
    @FunctionalInterface
    interface Stores {
        SnapshotStore open();
    }
}
