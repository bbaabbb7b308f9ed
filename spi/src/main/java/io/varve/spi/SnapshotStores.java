package io.varve.spi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Opens stores by URL, with the providers that {@link ServiceLoader} finds. A backend can also be used without this
 * look-up, through its public constructors.
 *
 * <p>Thread-safe; each call looks the providers up anew.
 */
public final class SnapshotStores {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

    private SnapshotStores() {}

    /**
     * Opens the store that a URL names.
     *
     * @param url {@code memory:}, {@code rocksdb:<folder>}, {@code jdbc:<…>} or the scheme of any other provider on the
     *     path
     * @return the store, which the caller closes
     * @throws StoreException as {@link #open(String, Map)}
     */
    public static SnapshotStore open(String url) {
        return open(url, Map.of());
    }

    /**
     * Opens the store that a URL names, with settings that the URL doesn't carry.
     *
     * <p>Providers are looked for with the thread's context class loader; if that finds none, with the loader of this
     * class.
     *
     * @param url as {@link #open(String)}
     * @param properties settings, passed to the provider
     * @return the store, which the caller closes
     * @throws StoreException {@code UNSUPPORTED} if the URL has no scheme, if no provider knows its scheme (the message
     *     lists what is on the path), or if several do; else what the provider throws
     */
    public static SnapshotStore open(String url, Map<String, String> properties) {
        Objects.requireNonNull(properties, "properties");
        String scheme = schemeOf(url);
        SortedMap<String, List<SnapshotStoreProvider>> byScheme = providersByScheme();
        List<SnapshotStoreProvider> found = byScheme.getOrDefault(scheme, List.of());
        if (found.isEmpty()) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "no store provider for '" + scheme + ":' (asked to open '" + masked(url) + "'); "
                            + (byScheme.isEmpty()
                                    ? "no provider at all is on the class path or module path: add a varve-store-… artefact"
                                    : "on the path are: " + String.join(": ", byScheme.keySet()) + ":"));
        }
        if (found.size() > 1) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "several store providers for '" + scheme + ":', leave one of them on the path: "
                            + found.stream()
                                    .map(provider -> provider.getClass().getName())
                                    .sorted()
                                    .toList());
        }
        return found.get(0).open(url, Map.copyOf(properties));
    }

    /**
     * The URL with the values of password-like parameters and of a password before the host replaced, for messages and
     * logs. Where it can't be told where a secret ends, too much is replaced rather than too little.
     *
     * @param url any URL
     * @return the URL as it may be shown
     */
    public static String masked(String url) {
        return UrlMask.mask(url);
    }

    private static String schemeOf(String url) {
        int colon = url.indexOf(':');
        if (colon < 0 || !SCHEME.matcher(url.substring(0, colon)).matches()) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "a store URL begins with a scheme, such as memory: or rocksdb:/var/lib/shop; found '" + masked(url)
                            + "'");
        }
        return url.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    private static SortedMap<String, List<SnapshotStoreProvider>> providersByScheme() {
        List<SnapshotStoreProvider> providers = load(Thread.currentThread().getContextClassLoader());
        if (providers.isEmpty()) {
            providers = load(SnapshotStores.class.getClassLoader());
        }
        TreeMap<String, List<SnapshotStoreProvider>> byScheme = new TreeMap<>();
        for (SnapshotStoreProvider provider : providers) {
            for (String scheme : provider.schemes()) {
                byScheme.computeIfAbsent(scheme, ignored -> new ArrayList<>()).add(provider);
            }
        }
        return byScheme;
    }

    private static List<SnapshotStoreProvider> load(ClassLoader loader) {
        try {
            return ServiceLoader.load(SnapshotStoreProvider.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            Throwable cause = e.getCause();
            throw new StoreException(
                    // Such as a lack of file handles, which passes.
                    cause instanceof IOException ? StoreException.Kind.UNAVAILABLE : StoreException.Kind.UNSUPPORTED,
                    "a store provider can't be loaded: " + e.getMessage() + (cause == null ? "" : ": " + cause),
                    e);
        }
    }
}
