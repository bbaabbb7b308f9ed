package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a store to an embedded database, which it has for itself.
 *
 * <p>When H2 could not write to its file it closes the database, and opens it again for whoever asks for a connection next:
 * without the repair that the file needs by then ({@link H2CrashRepair}), so that commits would be lost. Therefore one
 * connection tells whether the database is still the one that was opened; if not, no others are made until {@link #revive}
 * has repaired and opened it.
 */
final class H2Connections implements DataSource, Revival, AutoCloseable {

    /** {@code org.h2.api.ErrorCode} */
    private static final int DATABASE_IS_CLOSED = 90098;

    /**
     * How many stores of this process have a file open. It must not be touched then: where a process closes any channel to a
     * file, POSIX gives up all locks that the process has on it, also H2's.
     */
    private static final ConcurrentHashMap<String, Integer> OPEN = new ConcurrentHashMap<>();

    private final H2Url url;
    private final String password;
    private final JdbcDataSource database = new JdbcDataSource();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile JdbcConnectionPool pool;

    /** Guarded by the lock; null before the first. */
    private @Nullable JdbcConnection first;

    /** Guarded by the lock. */
    private boolean closed;

    /** Repairs the file if it needs it; connections are made when they are asked for. */
    H2Connections(H2Url url, String user, String password, boolean create) {
        this.url = url;
        this.password = password;
        database.setURL(url.forH2(create));
        database.setUser(user);
        database.setPassword(password);
        requireWritable();
        try {
            if (OPEN.merge(url.database(), 1, Integer::sum) == 1) {
                repair();
            }
        } catch (IOException e) {
            forgetOpen();
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE, "can't read the database '" + url.database() + "': " + e, e);
        }
        pool = newPool();
    }

    /** H2 would open it read-only without a word. */
    private void requireWritable() {
        url.file().filter(file -> Files.exists(file) && !Files.isWritable(file)).ifPresent(file -> {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "this process may not write the database '" + file + "'; it runs as user '"
                            + System.getProperty("user.name") + "', or the volume is a read-only file system");
        });
    }

    private JdbcConnectionPool newPool() {
        JdbcConnectionPool empty =
                JdbcConnectionPool.create(new CheckedConnections(database, this::requireSameDatabase));
        // one for each thread, and one for the sync: nobody ever waits for a connection
        empty.setMaxConnections(Workers.MAX_THREADS + 1);
        return empty;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        throw new SQLFeatureNotSupportedException("the store has one user");
    }

    private void repair() throws IOException {
        Optional<Path> file = url.file();
        if (file.isPresent()) {
            boolean encrypted = url.settings().containsKey("CIPHER");
            H2CrashRepair.repair(file.get(), encrypted ? password.split(" ", 2)[0].toCharArray() : null);
        }
    }

    private void requireSameDatabase() throws SQLException {
        lock.lock();
        try {
            JdbcConnection opened = first;
            if (opened == null) {
                first = open();
            } else if (isDead(opened)) {
                throw new SQLException("the database was closed after a failure", "90098", DATABASE_IS_CLOSED);
            }
        } finally {
            lock.unlock();
        }
    }

    private JdbcConnection open() throws SQLException {
        return (JdbcConnection) database.getConnection();
    }

    private static boolean isDead(JdbcConnection connection) {
        return databaseOf(connection).isClosing() || !connection.isValid(0);
    }

    private static Database databaseOf(JdbcConnection connection) {
        return ((SessionLocal) connection.getSession()).getDatabase();
    }

    @Override
    public void revive() throws SQLException {
        lock.lock();
        try {
            JdbcConnection opened = first;
            if (opened != null) {
                databaseOf(opened).shutdownImmediately();
            }
            pool.dispose();
            first = null;
            // A file that is gone must not be replaced by an empty one.
            database.setURL(url.forH2(/* create= */ false));
            repair();
            pool = newPool();
        } catch (IOException e) {
            throw new SQLException(e.toString(), e);
        } finally {
            lock.unlock();
        }
    }

    private void forgetOpen() {
        OPEN.computeIfPresent(url.database(), (file, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                pool.dispose();
                closeDatabase();
                forgetOpen();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeDatabase() {
        JdbcConnection opened = first;
        if (opened != null && isDead(opened)) {
            databaseOf(opened).shutdownImmediately();
        } else if (opened != null) {
            try {
                opened.close();
            } catch (SQLException e) {
                forgetOpen();
                throw new StoreException(
                        StoreException.Kind.UNAVAILABLE,
                        "H2 complains about closing '" + url.database() + "': " + Faults.messageOf(e),
                        e);
            }
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        database.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("there is no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
