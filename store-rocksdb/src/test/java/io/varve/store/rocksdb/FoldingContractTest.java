package io.varve.store.rocksdb;

import io.varve.spi.SnapshotStore;
import io.varve.tck.SnapshotStoreContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole contract while pages move all the time: by sorted files and by batches, in the background and by commits, and
 * some commits go by packs and others do not. It takes a minute; {@link FoldingTest} has a short test of the kind.
 */
@EnabledIfSystemProperty(named = "varve.soak", matches = "true", disabledReason = "takes a minute; run by -Psoak")
class FoldingContractTest extends SnapshotStoreContract {

    @TempDir
    Path folder;

    @Override
    protected SnapshotStore open() {
        FoldingRules often = new FoldingRules(100, 2, 1 << 20, 3, step -> {});
        return new RocksDbSnapshotStore(folder, Settings.of(Map.of()).withFolding(often));
    }
}
