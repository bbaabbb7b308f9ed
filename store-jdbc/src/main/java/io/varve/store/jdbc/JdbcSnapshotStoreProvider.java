package io.varve.store.jdbc;

import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStoreProvider;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Opens {@code jdbc:} URLs, today those of an H2 database in this process. The store then owns the connections.
 *
 * <ul>
 *   <li>{@code jdbc:h2:file:/var/lib/shop/history}, also with a relative path or {@code ~/}, is durable. The file {@code
 *       history.mv.db} belongs to one process at a time.
 *   <li>{@code jdbc:h2:mem:name} lasts as long as a store of that name is open in this process; {@code jdbc:h2:mem:} is
 *       a database that no other store can reach.
 * </ul>
 *
 * <p>The URL may have the settings {@code USER}, {@code PASSWORD}, {@code CIPHER} (for an encrypted file; the password is
 * then that of the file, a space, and that of the user) and {@code CACHE_SIZE} (in KiB). The properties are {@code user}
 * (default {@code sa}), {@code password} (default empty), {@code schema} and {@code create}, the last two as in {@link
 * JdbcSnapshotStore#open(javax.sql.DataSource, Map)}; {@code create=false} also refuses to make a missing file.
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
        if (!url.regionMatches(true, 0, H2Url.PREFIX, 0, H2Url.PREFIX.length())) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "no SQL dialect for '" + SnapshotStores.masked(url) + "'; known are: jdbc:h2:file:, jdbc:h2:mem:");
        }
        H2Url h2 = H2Url.parse(url);
        String user = h2.credential("USER", settings.user(), "sa");
        String password = h2.credential("PASSWORD", settings.password(), "");
        try {
            repair(h2, password);
            JdbcConnectionPool pool = JdbcConnectionPool.create(h2.forH2(settings.create()), user, password);
            // one for each thread, and one for the sync: nobody ever waits for a connection
            pool.setMaxConnections(Workers.MAX_THREADS + 1);
            return JdbcSnapshotStore.open(pool, settings, pool::dispose, new H2OpeningFaults(h2, user)::of, true);
        } catch (NoClassDefFoundError e) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "H2 is not on the class path or module path: add com.h2database:h2",
                    e);
        }
    }

    private static void repair(H2Url h2, String password) {
        Optional<Path> file = h2.file();
        if (file.isEmpty()) {
            return;
        }
        boolean encrypted = h2.settings().containsKey("CIPHER");
        try {
            H2CrashRepair.repair(file.get(), encrypted ? password.split(" ", 2)[0].toCharArray() : null);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE, "can't read the database '" + file.get() + "': " + e, e);
        }
    }
}
