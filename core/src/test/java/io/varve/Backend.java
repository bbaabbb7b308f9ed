package io.varve;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import java.nio.file.Path;

/** The stores on which the behaviour of the library has to be the same. */
public enum Backend {
    MEMORY,
    ROCKSDB,
    H2,
    POSTGRES;

    public boolean isDurable() {
        return this != MEMORY;
    }

    /** Whether one process at a time has the data. */
    public boolean isOfOneProcess() {
        return this != POSTGRES;
    }

    /** Where this backend keeps its data within a folder, or in a database for as long as that folder is there. */
    public String url(Path folder) {
        return switch (this) {
            case MEMORY -> "memory:";
            case ROCKSDB -> "rocksdb:" + folder.resolve("rocksdb");
            case H2 -> "jdbc:h2:file:" + folder.resolve("h2");
            case POSTGRES -> Schemas.urlFor(folder);
        };
    }

    public SnapshotStore open(Path folder) {
        return this == POSTGRES ? Schemas.open(folder) : SnapshotStores.open(url(folder));
    }
}
