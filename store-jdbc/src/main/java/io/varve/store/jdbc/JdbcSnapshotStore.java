package io.varve.store.jdbc;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
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
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A store in a SQL database, today H2. It keeps four tables, {@code varve_schema}, {@code varve_tenants}, {@code
 * varve_refs} and {@code varve_pages}, which it makes when they are missing.
 *
 * <p>Each write is one transaction that begins by locking the row of its tenant: refs can then be compared and set, and
 * pages compared and removed, as if nobody else were there. Transactions that only put pages share that lock where the
 * engine has a shared one. Everything runs on threads of the store's own, 32 at most, so that neither an interrupt nor a
 * transaction of the calling thread reaches the connection.
 *
 * <p>Pages have at most 1 MiB in H2, values of refs 64 KiB.
 */
public final class JdbcSnapshotStore implements SnapshotStore {

    private final Database database;
    private final Statements sql;
    private final Capabilities capabilities;
    private final Runnable release;

    private JdbcSnapshotStore(Database database, Statements sql, Runnable release, boolean byUrl) {
        this.database = database;
        this.sql = sql;
        this.release = release;
        SqlDialect dialect = database.dialect();
        capabilities = new Capabilities(
                dialect.durable(byUrl),
                /* multiProcess= */ false,
                dialect.maxPageBytes(),
                SchemaDefinition.MAX_REF_BYTES);
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
     *     setting {@code WRITE_DELAY} becomes 0
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

    private static StoreException notOpened(SQLException e) {
        return new StoreException(
                StoreException.Kind.UNAVAILABLE, "can't open the store over its DataSource: " + Faults.messageOf(e), e);
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
                    new Database(dataSource, dialect, workers), new Statements(tables, dialect), release, byUrl);
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
        return database.transact(
                "commit to " + quoted(tenant),
                connection -> new TenantTransaction(sql, connection, tenant).commit(stamp, pagesById(pages), updates));
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
        return database.transact(
                "erase " + quoted(tenant),
                connection -> new TenantTransaction(sql, connection, tenant).erase(lastRef, limit));
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    /** Waits for calls under way, then releases what the store has opened itself; a {@code DataSource} stays open. */
    @Override
    public void close() {
        database.close();
        release.run();
    }

    private static String quoted(TenantId tenant) {
        return "tenant '" + tenant + "'";
    }
}
