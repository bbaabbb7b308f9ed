package io.varve;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.nio.file.Path;

/** The stores on which the behaviour of the library has to be the same. */
public enum Backend {
    MEMORY,
    ROCKSDB,
    H2;

    public boolean isDurable() {
        return this != MEMORY;
    }

    /** Where this backend keeps its data within a folder. */
    public String url(Path folder) {
        return switch (this) {
            case MEMORY -> "memory:";
            case ROCKSDB -> "rocksdb:" + folder.resolve("rocksdb");
            case H2 -> "jdbc:h2:file:" + folder.resolve("h2");
        };
    }

    public SnapshotStore open(Path folder) {
        return SnapshotStores.open(url(folder));
    }
}
