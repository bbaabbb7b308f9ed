package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Opens {@code jdbc:} URLs of H2, in this process, and of PostgreSQL. The store then owns the connections.
 *
 * <ul>
 *   <li>{@code jdbc:h2:file:/var/lib/shop/history}, also with a relative path or {@code ~/}, is durable. The file {@code
 *       history.mv.db} belongs to one process at a time.
 *   <li>{@code jdbc:h2:mem:name} lasts as long as a store of that name is open in this process; {@code jdbc:h2:mem:} is
 *       a database that no other store can reach.
 *   <li>{@code jdbc:postgresql://host1:5432,host2:5432/shop?user=…&password=…} is durable, and may be open in many
 *       processes. It needs {@code org.postgresql:postgresql} and {@code com.zaxxer:HikariCP} on the path.
 * </ul>
 *
 * <p>A URL of H2 may have the settings {@code USER}, {@code PASSWORD}, {@code CIPHER} (for an encrypted file; the password
 * is then that of the file, a space, and that of the user) and {@code CACHE_SIZE} (in KiB). One of PostgreSQL may have all
 * that its driver knows; unless it has them, {@code targetServerType=primary}, {@code connectTimeout=10} (in seconds; also
 * how long to wait for one of the store's connections), {@code socketTimeout=60} and {@code tcpKeepAlive=true} are added.
 *
 * <p>The properties are {@code user} (default in H2: {@code sa}), {@code password} (default in H2: empty), {@code schema}
 * and {@code create}, the last two as in {@link JdbcSnapshotStore#open(javax.sql.DataSource, Map)}; {@code create=false}
 * also refuses to make a missing file.
 */
public final class JdbcSnapshotStoreProvider implements SnapshotStoreProvider {

    /** Called by {@link java.util.ServiceLoader}, or by an application that does without it. */
    public JdbcSnapshotStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("jdbc");
    }

    @Override
    public SnapshotStore open(String url, Map<String, String> properties) {
        Settings settings = Settings.forUrl(properties);
        if (begins(url, H2Url.PREFIX)) {
            return needing("H2", "com.h2database:h2", () -> openH2(url, settings));
        }
        if (begins(url, PostgresUrl.PREFIX)) {
            return needing(
                    "PostgreSQL by URL",
                    "org.postgresql:postgresql and com.zaxxer:HikariCP",
                    () -> PostgresPool.open(url, settings));
        }
        throw new StoreException(
                StoreException.Kind.UNSUPPORTED,
                "no SQL dialect for '" + SnapshotStores.masked(url)
                        + "'; known are: jdbc:h2:file:, jdbc:h2:mem:, jdbc:postgresql:");
    }

    private static boolean begins(String url, String prefix) {
        return url.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static SnapshotStore needing(String engine, String artefacts, Supplier<SnapshotStore> opening) {
        try {
            return opening.get();
        } catch (NoClassDefFoundError e) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    engine + " needs " + artefacts + " on the class path or module path; missing is the class "
                            + String.valueOf(e.getMessage()).replace('/', '.'),
                    e);
        }
    }

    private static SnapshotStore openH2(String url, Settings settings) {
        H2Url h2 = H2Url.parse(url);
        String user = h2.credential("USER", settings.user(), "sa");
        String password = h2.credential("PASSWORD", settings.password(), "");
        H2Connections connections = new H2Connections(h2, user, password, settings.create());
        Optional<Revival> revival = h2.inMemory() ? Optional.empty() : Optional.of(connections);
        return JdbcSnapshotStore.open(
                connections, settings, connections::close, new H2OpeningFaults(h2, user)::of, true, revival);
    }
}
