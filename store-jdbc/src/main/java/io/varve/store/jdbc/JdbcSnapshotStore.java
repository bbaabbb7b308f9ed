package io.varve.store.jdbc;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.ObservableStore;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A store in a SQL database: H2, or PostgreSQL and the engines that speak its dialect. It keeps four tables, {@code
 * varve_schema}, {@code varve_tenants}, {@code varve_refs} and {@code varve_pages}, which it makes when they are missing.
 *
 * <p>Each write is one transaction that begins by locking the row of its tenant: refs can then be compared and set, and
 * pages compared and removed, as if nobody else were there. Transactions that only put pages share that lock where the
 * engine has a shared one. Everything runs on threads of the store's own, 8 at most, so that neither an interrupt nor a
 * transaction of the calling thread reaches the connection. More connections than that are not used, except for one
 * while somebody is {@linkplain #subscribe subscribed}.
 *
 * <p>Pages have at most 1 MiB in H2 and 16 MiB in PostgreSQL, values of refs 64 KiB.
 *
 * <p>In PostgreSQL a commit is one round trip, up to some megabytes of pages, and several processes may have the same
 * tables open. No call waits for ever: for a tenant's lock it waits ten seconds, and for an answer of the server a minute,
 * unless the connection has a {@code lock_timeout} or {@code socketTimeout} of its own.
 */
public final class JdbcSnapshotStore implements ObservableStore {

    private final Database database;
    private final Statements sql;
    private final Commits commits;
    private final ChangeFeed feed;
    private final Capabilities capabilities;
    private final Runnable release;

    private JdbcSnapshotStore(Database database, Statements sql, Runnable release, boolean byUrl) {
        this.database = database;
        this.sql = sql;
        this.release = release;
        SqlDialect dialect = database.dialect();
        commits = dialect.commits(database, sql);
        feed = dialect.changeFeed(database, sql.tables());
        capabilities = new Capabilities(
                dialect.durable(byUrl), dialect.multiProcess(), dialect.maxPageBytes(), SchemaDefinition.MAX_REF_BYTES);
    }

    /**
     * Opens a store over connections of the user's, with the tables in the schema that connections start in.
     *
     * @param dataSource as in {@link #open(DataSource, Map)}
     * @return the store
     * @throws StoreException as {@link #open(DataSource, Map)}
     */
    public static JdbcSnapshotStore open(DataSource dataSource) {
        return open(dataSource, Map.of());
    }

    /**
     * Opens a store over connections of the user's.
     *
     * <p>An H2 database in a file is better opened by its URL ({@link JdbcSnapshotStoreProvider}), alone in its file.
     * After a kill, H2 may open a file without the newest commits, which are in it; with a URL that is repaired before H2
     * sees the file. Over a {@code DataSource} the commits are synced all the same, but the store does not claim to be
     * {@linkplain Capabilities#durable() durable}.
     *
     * @param dataSource where connections come from, preferably pooled; it stays the user's to close, after the store.
     *     Connections go back as they came. In an H2 database in a file, the user must be an administrator, and the
     *     setting {@code WRITE_DELAY} becomes 0. Of several servers of PostgreSQL, it must lead to the primary
     * @param properties {@code schema}: the schema that holds the tables (default: the one that connections start in);
     *     {@code create}: whether missing tables are made, {@code true} (default) or {@code false}
     * @return the store
     * @throws StoreException {@code UNSUPPORTED} if there is no dialect for the engine, a property is not known, the
     *     tables are of a newer version, or are missing and can't be made: then the message has the DDL; {@code
     *     UNAVAILABLE} if no connection can be had
     */
    public static JdbcSnapshotStore open(DataSource dataSource, Map<String, String> properties) {
        return open(dataSource, Settings.forDataSource(properties), () -> {}, JdbcSnapshotStore::notOpened, false);
    }

    /** SQL's classes 28 and 42, in every engine: what the user may not do will not be allowed the next time. */
    private static StoreException notOpened(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return new StoreException(
                state.startsWith("28") || state.startsWith("42")
                        ? StoreException.Kind.UNSUPPORTED
                        : StoreException.Kind.UNAVAILABLE,
                "can't open the store over its DataSource: " + Faults.messageOf(e),
                e);
    }

    /**
     * Opens a store.
     *
     * @param release called when the store is closed, or can't be opened
     * @param faults says what a failure to connect means
     * @param byUrl whether the connections come from a URL, and an embedded database was looked at before
     */
    static JdbcSnapshotStore open(
            DataSource dataSource,
            Settings settings,
            Runnable release,
            Function<SQLException, StoreException> faults,
            boolean byUrl) {
        return open(dataSource, settings, release, faults, byUrl, Optional.empty());
    }

    /**
     * Opens a store that opens its database again.
     *
     * @param revival how a database is opened again that has given itself up
     */
    static JdbcSnapshotStore open(
            DataSource dataSource,
            Settings settings,
            Runnable release,
            Function<SQLException, StoreException> faults,
            boolean byUrl,
            Optional<Revival> revival) {
        Workers workers = new Workers();
        boolean opened = false;
        try {
            Tables tables = new Tables(settings.schema());
            SqlDialect dialect = workers.call(() -> {
                try {
                    return prepare(dataSource, tables, settings.create());
                } catch (SQLException e) {
                    throw faults.apply(e);
                }
            });
            opened = true;
            return new JdbcSnapshotStore(
                    new Database(dataSource, dialect, workers, revival),
                    new Statements(tables, dialect),
                    release,
                    byUrl);
        } finally {
            if (!opened) {
                workers.close();
                release.run();
            }
        }
    }

    private static SqlDialect prepare(DataSource dataSource, Tables tables, boolean mayCreate) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            SqlDialect dialect = SqlDialect.of(connection);
            new SchemaCheck(dialect, tables).require(connection, mayCreate);
            dialect.sync(connection);
            connection.setAutoCommit(autoCommit);
            return dialect;
        }
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        requireSizes(pages, updates);
        if (pages.isEmpty() && updates.isEmpty()) {
            return database.read("commit to " + quoted(tenant), connection -> CommitResult.applied());
        }
        Supplier<CommitResult> commit = () -> commits.commit(tenant, stamp, pagesById(pages), updates);
        return updates.stream().allMatch(RefUpdate::isCheck)
                ? commit.get()
                : telling(tenant, commit, CommitResult::isApplied);
    }

    /** Does what may change refs, and tells of it if it has, or if nobody knows. */
    private <T> T telling(TenantId tenant, Supplier<T> write, Predicate<T> hasChanged) {
        try {
            T result = write.get();
            if (hasChanged.test(result)) {
                feed.changed(tenant);
            }
            return result;
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
                feed.changed(tenant);
            }
            throw e;
        }
    }

    /** In the order of their ids, in which they are locked too: two who put the same pages can't deadlock. */
    private static SortedMap<PageId, byte[]> pagesById(Collection<Page> pages) {
        TreeMap<PageId, byte[]> byId = new TreeMap<>();
        for (Page page : pages) {
            byId.put(page.id(), page.bytes());
        }
        return byId;
    }

    private void requireSizes(Collection<Page> pages, List<RefUpdate> updates) {
        for (Page page : pages) {
            requireSize("page " + page.id(), page.bytes().length, capabilities.maxPageBytes());
        }
        for (RefUpdate update : updates) {
            if (update.next() != null) {
                requireSize("ref '" + update.name() + "'", update.next().length, capabilities.maxRefBytes());
            }
        }
    }

    private static void requireSize(String what, int size, int limit) {
        if (size > limit) {
            throw new StoreException(
                    StoreException.Kind.TOO_LARGE, what + " has " + size + " bytes; this store takes at most " + limit);
        }
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return database.read("read pages of " + quoted(tenant), connection -> {
            Map<PageId, byte[]> found = new HashMap<>();
            TenantQueries queries = new TenantQueries(sql, connection, tenant);
            for (List<PageId> batch : TenantTransaction.batches(new LinkedHashSet<>(ids))) {
                queries.readPages(batch, found);
            }
            return found;
        });
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return database.read(
                "list pages of " + quoted(tenant),
                connection -> new TenantQueries(sql, connection, tenant).scanPages(after, limit));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return database.transact(
                "delete pages of " + quoted(tenant),
                connection -> new TenantTransaction(sql, connection, tenant)
                        .deletePages(guard, new LinkedHashSet<>(ids), stampBelow));
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return database.readDurable(
                "read ref '" + name + "' of " + quoted(tenant),
                connection -> new TenantQueries(sql, connection, tenant).readRef(name));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        return database.readDurable(
                "list refs of " + quoted(tenant),
                connection -> new TenantQueries(sql, connection, tenant).scanRefs(prefix, after, limit));
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return database.read("list tenants", connection -> TenantQueries.scanTenants(sql, connection, after, limit));
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return telling(
                tenant,
                () -> database.transact(
                        "erase " + quoted(tenant),
                        connection -> new TenantTransaction(sql, connection, tenant).erase(lastRef, limit)),
                isGone -> true);
    }

    /**
     * Begins to tell of changes, in PostgreSQL: by {@code LISTEN} on one more connection, which is kept for as long as
     * anybody is subscribed to this store, and thrown away afterwards. For as long, this store tells others of what it
     * changes, by {@code NOTIFY} in transactions of their own. A pooler in transaction mode, such as PgBouncer's, passes
     * nothing on.
     *
     * @throws StoreException {@code UNSUPPORTED} in another engine, or if the connections of the {@code DataSource} do not
     *     unwrap to {@code org.postgresql.PGConnection}; {@code UNAVAILABLE}, {@code CLOSED}
     */
    @Override
    public Subscription subscribe(Consumer<TenantId> listener) {
        return feed.subscribe(listener);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Waits for calls under way, then releases what the store has opened itself; a {@code DataSource} stays open. */
    @Override
    public void close() {
        feed.close();
        database.close();
        release.run();
    }

    private static String quoted(TenantId tenant) {
        return "tenant '" + tenant + "'";
    }
}
