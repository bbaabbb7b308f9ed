package com.example.filestore;

import io.varve.spi.*;
import io.varve.spi.StoreException.Kind;
import java.nio.file.*;
import java.util.*;

/** Opens {@code file-store:<folder>}. */
public final class FileStoreProvider implements SnapshotStoreProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("file-store");
    }

    @Override
    public SnapshotStore open(String url, Map<String, String> properties) {
        String folder = url.substring(url.indexOf(':') + 1);
        if (folder.isBlank() || !properties.isEmpty()) {
            throw new StoreException(Kind.UNSUPPORTED, "a file store is opened with file-store:<folder> and without"
                    + " properties; found '" + url + "' and " + new TreeSet<>(properties.keySet()));
        }
        return new FileStore(Path.of(folder));
    }
}
