package io.varve.store.memory;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens {@code memory:}, a new and empty {@link MemorySnapshotStore} each time. There is nothing to set: more in the URL,
 * or any property, is refused, so that nobody believes it had an effect.
 */
public final class MemorySnapshotStoreProvider implements SnapshotStoreProvider {

    private static final String URL = "memory:";

    /** For {@link java.util.ServiceLoader}. */
    public MemorySnapshotStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public SnapshotStore open(String url, Map<String, String> properties) {
        if (!url.equalsIgnoreCase(URL)) {
            throw unsupported("the memory store is opened with '" + URL + "' and nothing after it, as every one is new"
                    + " and empty; found '" + SnapshotStores.masked(url) + "'");
        }
        if (!properties.isEmpty()) {
            throw unsupported("the memory store has no properties; found: "
                    + String.join(", ", new TreeSet<>(properties.keySet())));
        }
        return new MemorySnapshotStore();
    }

    private static StoreException unsupported(String message) {
        return new StoreException(StoreException.Kind.UNSUPPORTED, message);
    }
}
