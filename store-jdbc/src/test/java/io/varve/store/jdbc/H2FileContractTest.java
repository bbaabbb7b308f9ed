package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.tck.SnapshotStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on an H2 database in a file that is opened by URL. */
class H2FileContractTest extends SnapshotStoreContract {

    @TempDir
    Path folder;

    @Override
    protected SnapshotStore open() {
        return SnapshotStores.open("jdbc:h2:file:" + folder.resolve("history"));
    }

    @Override
    protected Optional<String> url() {
        return Optional.of("jdbc:h2:file:" + folder.resolve("history"));
    }
}
