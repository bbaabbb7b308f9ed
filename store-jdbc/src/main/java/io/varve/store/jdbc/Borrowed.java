package io.varve.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** A connection for the time of one call, which goes back as it came. */
final class Borrowed implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;
    private boolean limited;

    private Borrowed(Connection connection) throws SQLException {
        this.connection = connection;
        autoCommit = connection.getAutoCommit();
    }

    /**
     * Takes a connection.
     *
     * @param patience how long to wait for each answer of the server, unless the connection has a limit of its own; zero
     *     for an engine in this process
     */
    static Borrowed from(DataSource dataSource, Duration patience) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            Borrowed borrowed = new Borrowed(connection);
            borrowed.limit(patience);
            return borrowed;
        } catch (SQLException | RuntimeException | Error e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    private void limit(Duration patience) throws SQLException {
        if (!patience.isZero() && connection.getNetworkTimeout() == 0) {
            connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
            limited = true;
        }
    }

    Connection connection() {
        return connection;
    }

    void setAutoCommit(boolean wanted) throws SQLException {
        if (connection.getAutoCommit() != wanted) {
            connection.setAutoCommit(wanted);
        }
    }

    /**
     * Ends a transaction that was begun by a statement, after a failure in it. A connection on which that fails too is of
     * no use to anyone.
     */
    void rollBackAfter(Throwable failure) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
            abortAfter(failure);
        }
    }

    /** Cuts a connection in an unknown state, so that no pool hands it out again. */
    void abortAfter(Throwable failure) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Cuts the connection, also while another thread waits for an answer on it. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException ignored) {
            // then it is of no use already
        }
    }

    /**
     * Never throws: what was committed is committed, and what was not is rolled back by the engine at the latest when it
     * misses the connection.
     */
    @Override
    public void close() {
        try (Connection closing = connection) {
            if (closing.isClosed()) {
                return;
            }
            if (!closing.getAutoCommit()) {
                closing.rollback();
            }
            // only now: to turn auto-commit on commits what is open
            setAutoCommit(autoCommit);
            if (limited) {
                closing.setNetworkTimeout(Runnable::run, 0);
            }
        } catch (SQLException ignored) {
            // see above
        }
    }

    private static void closeAfter(Throwable failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
