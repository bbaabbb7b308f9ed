package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL, and the engines that speak its dialect and say that they are PostgreSQL: CockroachDB and YugabyteDB. What
 * only PostgreSQL itself has (its settings, how its tables are stored) is asked of it alone.
 *
 * <p>{@code COMMIT} returns when the changes are on the disk, unless {@code synchronous_commit} or {@code fsync} is off.
 * The first is a matter of each session, so each transaction turns it on where it finds it off. The second is the
 * server's: with it off, the store is not durable, and says so.
 */
final class PostgresDialect implements SqlDialect {

    /** A row may have a gigabyte, but the server, the driver and the wire each hold a copy of it. */
    private static final int MAX_PAGE_BYTES = 16 << 20;

    /** The oldest version with all that is used; YugabyteDB says that it is this one. */
    private static final int OLDEST = 11;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Longer than any transaction of a store takes, and shorter than {@link #PATIENCE}. */
    private static final String SETTINGS = """
            SELECT CASE current_setting('lock_timeout') WHEN '0' THEN set_config('lock_timeout', '10s', true) END,
              CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END""";

    private static final String NO_SETTINGS = "SELECT 1";

    private final boolean genuine;
    private final boolean durable;

    private PostgresDialect(boolean genuine, boolean durable) {
        this.genuine = genuine;
        this.durable = durable;
    }

    static PostgresDialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        if (database.getDatabaseMajorVersion() < OLDEST) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "PostgreSQL " + database.getDatabaseProductVersion() + " is too old: use " + OLDEST + " or later");
        }
        String version = ask(connection, "SELECT version()");
        boolean genuine = version.startsWith("PostgreSQL") && !version.contains("-YB-");
        return new PostgresDialect(
                genuine, !genuine || ask(connection, "SHOW fsync").equals("on"));
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }

    @Override
    public String binaryType(int maxBytes) {
        return "BYTEA";
    }

    @Override
    public boolean durable(boolean byUrl) {
        return durable;
    }

    @Override
    public boolean multiProcess() {
        return true;
    }

    @Override
    public int maxPageBytes() {
        return MAX_PAGE_BYTES;
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }

    @Override
    public Commits commits(Database database, Statements sql) {
        return new PipelinedCommits(database, sql, new PostgresStatements(sql.tables(), settings()));
    }

    private String settings() {
        return genuine ? SETTINGS : NO_SETTINGS;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings());
        }
    }

    @Override
    public String oneOf(String key, int count) {
        return "tenant = ? AND " + key + " = ANY (?)";
    }

    @Override
    public void bindOneOf(PreparedStatement statement, int first, byte[] tenant, List<byte[]> keys)
            throws SQLException {
        statement.setBytes(first, tenant);
        statement.setArray(first + 1, statement.getConnection().createArrayOf("bytea", keys.toArray(new byte[0][])));
    }

    /** Pages are put by {@link PipelinedCommit}; this is the same for one. */
    @Override
    public String putPage(String pages) {
        return """
                INSERT INTO %1$s (tenant, id, stamp, size, content) VALUES (?, ?, ?, ?, ?)
                  ON CONFLICT (tenant, id) DO UPDATE SET stamp = excluded.stamp
                    WHERE %1$s.stamp < excluded.stamp""".formatted(pages);
    }

    @Override
    public String insertTenant(String tenants) {
        return PostgresStatements.insertTenant(tenants);
    }

    @Override
    public String lockTenantShared(String tenants) {
        return "SELECT tenant FROM %s WHERE tenant = ? FOR SHARE".formatted(tenants);
    }

    @Override
    public boolean commitSyncs() {
        return true;
    }

    @Override
    public void sync(Connection connection) {}

    @Override
    public boolean isBroken(SQLException e) {
        return false;
    }

    @Override
    public boolean isClosed(SQLException e) {
        return false;
    }

    @Override
    public void prepare(Connection connection) {}

    @Override
    public boolean isMissingTable(SQLException e) {
        return PostgresFaults.isMissingTable(e);
    }

    @Override
    public boolean isRolledBack(SQLException e) {
        return PostgresFaults.isRolledBack(e);
    }

    @Override
    public boolean isRetryable(SQLException e) {
        return PostgresFaults.isRetryable(e);
    }

    @Override
    public StoreException.Kind kindOf(SQLException e) {
        return PostgresFaults.kindOf(e);
    }

    @Override
    public Optional<String> adviceOn(SQLException e) {
        return PostgresFaults.adviceOn(e);
    }

    /** Pages are compressed already, so PostgreSQL need not try. */
    @Override
    public List<String> tuning(Tables tables) {
        return genuine
                ? List.of("ALTER TABLE %s ALTER COLUMN content SET STORAGE EXTERNAL".formatted(tables.pages()))
                : List.of();
    }
}
