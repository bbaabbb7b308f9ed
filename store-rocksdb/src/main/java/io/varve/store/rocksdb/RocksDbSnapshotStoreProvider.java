package io.varve.store.rocksdb;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Opens {@code rocksdb:<folder>} as a {@link RocksDbSnapshotStore}, which documents the properties.
 *
 * <p>All that follows the colon is the folder's path as the operating system writes it, with no escapes: absolute
 * ({@code rocksdb:/var/lib/shop}, or {@code rocksdb:///var/lib/shop}), or relative to the working directory of the
 * process ({@code rocksdb:data/shop}). The folder is created if it does not exist.
 */
public final class RocksDbSnapshotStoreProvider implements SnapshotStoreProvider {

    private static final String SCHEME = "rocksdb";

    /** Makes the provider; it has no state. */
    public RocksDbSnapshotStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public SnapshotStore open(String url, Map<String, String> properties) {
        return new RocksDbSnapshotStore(folderOf(url), properties);
    }

    private static Path folderOf(String url) {
        // There is no place for a password, which does not keep it from being there.
        String shown = SnapshotStores.masked(url);
        if (!url.regionMatches(true, 0, SCHEME + ":", 0, SCHEME.length() + 1)) {
            throw refused("no rocksdb: URL: '" + shown + "'");
        }
        String path = url.substring(SCHEME.length() + 1);
        if (path.isBlank()) {
            throw refused("'" + shown + "' names no folder; write rocksdb:/path/to/folder");
        }
        if (path.startsWith("//") && !path.startsWith("///")) {
            throw refused("'" + shown + "' names a host, but RocksDB is embedded; write rocksdb:/path/to/folder");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            // Its message repeats the path, so it is no cause here.
            throw refused("'" + shown + "' has no valid path: " + e.getReason());
        }
    }

    private static StoreException refused(String message) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message);
    }
}
