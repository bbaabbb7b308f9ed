package io.varve.store.rocksdb;

import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class RocksDbContractTest extends SnapshotStoreContract {

    @TempDir
    Path folder;

    @Override
    protected SnapshotStore open() {
        return new RocksDbSnapshotStore(folder);
    }

    @Override
    protected Optional<String> url() {
        return Optional.of("rocksdb:" + folder);
    }
}
