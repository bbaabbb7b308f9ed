package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where SQL engines differ. Everything else, in {@link Statements}, is text that every engine of interest understands:
 * no statement of a commit uses more than row locks, row values in {@code IN}, and {@code LIMIT}.
 *
 * <p>Thread-safe. A dialect is made for one database, so that it may know what kind of database it is.
 */
interface SqlDialect {

    /**
     * Whether the engine has given itself up, as after a lack of memory: it may then answer nothing at all any more, and
     * has to be opened again.
     */
    boolean isBroken(SQLException e);

    /** Whether the engine closed the database, be it by itself; an embedded one opens it again for the next connection. */
    boolean isClosed(SQLException e);

    /** Makes the settings of the database that the store needs, also when it was opened again. */
    void prepare(Connection connection) throws SQLException;

    /** The engines that there is a dialect for, as a message lists them. */
    String KNOWN = "H2, PostgreSQL and those that speak its dialect";

    /** Makes the dialect for the database at the other end of a connection. */
    static SqlDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("H2")) {
            return H2Dialect.of(connection);
        }
        if (product.equals("PostgreSQL")) {
            return PostgresDialect.of(connection);
        }
        throw new StoreException(
                StoreException.Kind.UNSUPPORTED,
                "no SQL dialect for the database '" + product + "'; known are: " + KNOWN);
    }

    /** The engine's name for a column of at most so many bytes, which must compare as unsigned bytes. */
    String binaryType(int maxBytes);

    /**
     * Whether what has been committed and {@linkplain #sync synced} is there after a kill and a loss of power.
     *
     * @param byUrl whether the store was opened by its URL, not over a {@code DataSource}
     */
    boolean durable(boolean byUrl);

    /** Whether several processes may have the same tables open, with every promise of the contract kept among them. */
    boolean multiProcess();

    /** The largest page that one row takes. */
    int maxPageBytes();

    /**
     * How long to wait for each answer of a server, unless the connection has a limit of its own. Zero for an engine in
     * this process.
     */
    Duration patience();

    /** How commits are made; by several statements in a transaction, unless the engine has something better. */
    default Commits commits(Database database, Statements sql) {
        return new LockedCommits(database, sql);
    }

    /** How changes are told; not at all, unless the engine can. */
    default ChangeFeed changeFeed(Database database, Tables tables) {
        return ChangeFeed.NONE;
    }

    /** Is called at the beginning of each transaction that {@link Transaction} begins. */
    void begin(Connection connection) throws SQLException;

    /**
     * The condition that a row is the tenant's and has one of some keys.
     *
     * @param key the column
     * @param count how many keys there are
     */
    String oneOf(String key, int count);

    /** Sets the parameters of {@link #oneOf}, the first of which has the number given. */
    void bindOneOf(PreparedStatement statement, int first, byte[] tenant, List<byte[]> keys) throws SQLException;

    /**
     * Puts one page, or raises its stamp. Parameters: tenant, id, stamp, size, content. Rows that several transactions
     * put at once must not make it fail.
     */
    String putPage(String pages);

    /** Inserts a tenant's row unless it is there. Parameter: tenant. Must not make the transaction fail if it is there. */
    String insertTenant(String tenants);

    /**
     * Locks a tenant's row so that transactions which put pages run side by side, but not beside one which holds the row
     * {@code FOR UPDATE}. An engine without such a lock locks {@code FOR UPDATE}. Parameter: tenant.
     */
    String lockTenantShared(String tenants);

    /** Whether {@code COMMIT} returns only when the changes are on the disk, so that {@link #sync} has nothing to do. */
    boolean commitSyncs();

    /** Makes everything that is committed reach the disk, for an engine whose {@code COMMIT} doesn't; else does nothing. */
    void sync(Connection connection) throws SQLException;

    /** Whether a statement failed for want of a table or schema. */
    boolean isMissingTable(SQLException e);

    /**
     * Whether a failed {@code COMMIT} has certainly been rolled back. If not, its outcome is unknown, as when the
     * connection was lost meanwhile.
     */
    boolean isRolledBack(SQLException e);

    /** Whether a transaction was rolled back only because of others that ran beside it, and may be tried again at once. */
    boolean isRetryable(SQLException e);

    /** What a failure of anything but {@code COMMIT}, which is always rolled back, means. */
    StoreException.Kind kindOf(SQLException e);

    /** What to tell about a failure beyond the engine's own message, or empty. */
    Optional<String> adviceOn(SQLException e);

    /** The statements, in order, that make the tables; each does nothing if it has been executed before. */
    default List<String> ddl(Tables tables) {
        return SchemaDefinition.statements(tables, this);
    }

    /** Statements that set an engine's own properties of the tables, likewise. */
    default List<String> tuning(Tables tables) {
        return List.of();
    }
}
