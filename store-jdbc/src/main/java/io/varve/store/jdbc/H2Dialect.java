package io.varve.store.jdbc;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * H2 2.x. Its {@code COMMIT} makes changes visible, and writes them to the file within {@code WRITE_DELAY} milliseconds,
 * but never forces the file to the disk; {@code CHECKPOINT SYNC} does.
 *
 * <p>{@code WRITE_DELAY} must be 0, which opening a store sets in the database. With any other value H2 writes on threads
 * in the background, and {@code CHECKPOINT SYNC} does not wait for a write that such a thread has begun: it finds nothing
 * left to write and forces a file that does not have the commit yet.
 *
 * <p>Binary columns compare as unsigned bytes, whatever the setting {@code BINARY_COLLATION}, which 2.x accepts and
 * ignores. A statement at READ COMMITTED sees one instant of the whole database.
 */
final class H2Dialect implements SqlDialect {

    /** The longest that H2 allows for a {@code VARBINARY}. */
    private static final int MAX_VARBINARY = 1 << 20;

    // H2 has its own error codes, and its SQL states repeat most of them: these are org.h2.api.ErrorCode's.
    private static final int GENERAL_ERROR = 50000;
    private static final int VALUE_TOO_LONG = 22001;
    private static final int FILE_CORRUPTED = 90030;
    private static final int FILE_VERSION = 90048;
    private static final int ADMIN_RIGHTS_REQUIRED = 90040;
    private static final int NOT_ENOUGH_RIGHTS = 90096;
    private static final int DATABASE_IS_READ_ONLY = 90097;
    private static final int NO_DISK_SPACE = 90100;
    private static final int DATABASE_IS_CLOSED = 90098;
    private static final int DATABASE_CALLED_AT_SHUTDOWN = 90121;
    private static final int SCHEMA_NOT_FOUND = 90079;
    private static final int LOCK_TIMEOUT = 50200;
    private static final int NO_FREE_CONNECTION = 8001;

    private final boolean inMemory;

    /** The file, unless the database is in memory or in a file system of H2's own. */
    private final Optional<Presence> file;

    private H2Dialect(Optional<String> path) throws SQLException {
        inMemory = path.isEmpty();
        Optional<Path> inFile = path.filter(name -> !name.contains(":/")).map(name -> Path.of(name + ".mv.db"));
        try {
            file = inFile.isPresent() && Files.isRegularFile(inFile.get())
                    ? Optional.of(Presence.of(inFile.get()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new SQLException("can't read the attributes of " + inFile.get() + ": " + e, e);
        }
    }

    static H2Dialect of(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < 2) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "H2 " + connection.getMetaData().getDatabaseProductVersion() + " is too old: use 2.3 or later");
        }
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("CALL DATABASE_PATH()")) {
            path.next();
            H2Dialect dialect = new H2Dialect(Optional.ofNullable(path.getString(1)));
            dialect.prepare(connection);
            return dialect;
        }
    }

    /** Only an administrator may do this, and sync; better to learn that now than at the first commit. */
    @Override
    public void prepare(Connection connection) throws SQLException {
        if (inMemory) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET WRITE_DELAY 0");
        } catch (SQLException e) {
            if (e.getErrorCode() != ADMIN_RIGHTS_REQUIRED) {
                throw e;
            }
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "the user '" + connection.getMetaData().getUserName() + "' may not execute SET WRITE_DELAY and"
                            + " CHECKPOINT SYNC, without which no commit of H2 is sure to reach the disk:"
                            + " ALTER USER … ADMIN TRUE, or use another user",
                    e);
        }
    }

    @Override
    public String binaryType(int maxBytes) {
        return "VARBINARY(" + maxBytes + ")";
    }

    /** Over a {@code DataSource} H2 has opened the file before {@link H2CrashRepair} could look at it. */
    @Override
    public boolean durable(boolean byUrl) {
        return !inMemory && byUrl;
    }

    @Override
    public boolean multiProcess() {
        return false;
    }

    @Override
    public int maxPageBytes() {
        return MAX_VARBINARY;
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public void begin(Connection connection) {}

    @Override
    public String oneOf(String key, int count) {
        return "(tenant, %s) IN ((?, ?)".formatted(key) + ", (?, ?)".repeat(count - 1) + ")";
    }

    @Override
    public void bindOneOf(PreparedStatement statement, int first, byte[] tenant, List<byte[]> keys)
            throws SQLException {
        int parameter = first;
        for (byte[] key : keys) {
            statement.setBytes(parameter++, tenant);
            statement.setBytes(parameter++, key);
        }
    }

    /** The casts give the parameters their types; without them H2 would have to guess. */
    @Override
    public String putPage(String pages) {
        return """
                MERGE INTO %s p USING (VALUES (CAST(? AS VARBINARY(%d)), CAST(? AS VARBINARY(%d)),
                    CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS VARBINARY(%d))))
                  AS v (tenant, id, stamp, size, content) ON p.tenant = v.tenant AND p.id = v.id
                  WHEN MATCHED AND p.stamp < v.stamp THEN UPDATE SET stamp = v.stamp
                  WHEN NOT MATCHED THEN INSERT (tenant, id, stamp, size, content)
                    VALUES (v.tenant, v.id, v.stamp, v.size, v.content)""".formatted(pages, TenantId.MAX_LENGTH, PageId.BYTES, MAX_VARBINARY);
    }

    @Override
    public String insertTenant(String tenants) {
        return "MERGE INTO %s (tenant) KEY (tenant) VALUES (?)".formatted(tenants);
    }

    /** H2 has no shared row lock. It costs little: a tenant's row is not locked while the disk is waited for. */
    @Override
    public String lockTenantShared(String tenants) {
        return "SELECT tenant FROM %s WHERE tenant = ? FOR UPDATE".formatted(tenants);
    }

    @Override
    public boolean commitSyncs() {
        return inMemory;
    }

    @Override
    public void sync(Connection connection) throws SQLException {
        if (!inMemory) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
            requireFile();
        }
    }

    private void requireFile() throws SQLException {
        if (file.isPresent()) {
            try {
                file.get().require();
            } catch (IOException e) {
                throw new SQLException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** Asked for a connection after that, H2 2.5.252 goes round in a circle for ever. */
    @Override
    public boolean isBroken(SQLException e) {
        return e.getErrorCode() == GENERAL_ERROR
                && String.valueOf(e.getMessage()).contains("MVStoreException");
    }

    @Override
    public boolean isClosed(SQLException e) {
        return e.getErrorCode() == DATABASE_IS_CLOSED || e.getErrorCode() == DATABASE_CALLED_AT_SHUTDOWN;
    }

    @Override
    public boolean isMissingTable(SQLException e) {
        return "42S02".equals(e.getSQLState())
                || "42S03".equals(e.getSQLState())
                || "42S04".equals(e.getSQLState())
                || e.getErrorCode() == SCHEMA_NOT_FOUND;
    }

    @Override
    public boolean isRolledBack(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith("40");
    }

    @Override
    public boolean isRetryable(SQLException e) {
        return false;
    }

    @Override
    public StoreException.Kind kindOf(SQLException e) {
        String state = e.getSQLState();
        return switch (e.getErrorCode()) {
            case VALUE_TOO_LONG, NO_DISK_SPACE -> StoreException.Kind.TOO_LARGE;
            case FILE_CORRUPTED -> StoreException.Kind.CORRUPT;
            case FILE_VERSION, ADMIN_RIGHTS_REQUIRED, NOT_ENOUGH_RIGHTS, DATABASE_IS_READ_ONLY ->
                StoreException.Kind.UNSUPPORTED;
            default ->
                state != null && state.startsWith("42")
                        ? StoreException.Kind.UNSUPPORTED
                        : StoreException.Kind.UNAVAILABLE;
        };
    }

    @Override
    public Optional<String> adviceOn(SQLException e) {
        return switch (e.getErrorCode()) {
            case LOCK_TIMEOUT -> Optional.of("another transaction holds the same tenant for long");
            case NO_FREE_CONNECTION ->
                Optional.of("all connections of the pool are in use and none became free: make the pool larger");
            default -> Optional.empty();
        };
    }
}
