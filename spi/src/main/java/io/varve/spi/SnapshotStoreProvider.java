package io.varve.spi;

import java.util.Map;
import java.util.Set;

/**
 * Opens the stores of one backend. It is found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.varve.spi.SnapshotStoreProvider} and, in a module, with {@code provides}. It needs a public
 * constructor without parameters, and must be cheap to make: every provider on the path is made at each look-up.
 */
public interface SnapshotStoreProvider {

    /**
     * The URL schemes that this provider opens, such as {@code rocksdb} for {@code rocksdb:/var/lib/shop}.
     *
     * @return at least one scheme, each of lower-case ASCII letters, digits, {@code +}, {@code -} and {@code .}
     */
    Set<String> schemes();

    /**
     * Opens a store.
     *
     * @param url the whole URL, with the scheme; it may contain a password, which no message may repeat
     * @param properties settings that the URL doesn't carry; what the keys mean is the provider's, and an unknown key is
     *     refused
     * @return the store, which the caller closes
     * @throws StoreException {@code UNSUPPORTED} if the URL, a property or the format of the data found is not known,
     *     {@code UNAVAILABLE} if the engine can't be reached or another process holds the data, {@code CORRUPT}
     */
    SnapshotStore open(String url, Map<String, String> properties);
}
