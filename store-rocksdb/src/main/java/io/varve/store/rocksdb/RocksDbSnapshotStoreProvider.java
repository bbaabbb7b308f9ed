package io.varve.store.rocksdb;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        if (!url.regionMatches(true, 0, SCHEME + ":", 0, SCHEME.length() + 1)) {
            throw refused("no rocksdb: URL: '" + url + "'", null);
        }
        String path = url.substring(SCHEME.length() + 1);
        if (path.isBlank()) {
            throw refused("'" + url + "' names no folder; write rocksdb:/path/to/folder", null);
        }
        if (path.startsWith("//") && !path.startsWith("///")) {
            throw refused(
                    "'" + url + "' names the host '" + path.substring(2).replaceFirst("/.*", "")
                            + "', but RocksDB is embedded; write rocksdb:/path/to/folder",
                    null);
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw refused("'" + url + "' has no valid path: " + e.getMessage(), e);
        }
    }

    private static StoreException refused(String message, @Nullable Throwable cause) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message, cause);
    }
}
