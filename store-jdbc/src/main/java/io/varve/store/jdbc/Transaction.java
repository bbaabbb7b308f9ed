package io.varve.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A transaction on a connection of its own, which goes back as it came. Whatever was not committed when it is closed is
 * rolled back.
 */
final class Transaction implements AutoCloseable {

    private final Connection connection;
    private final boolean autoCommit;
    private final int isolation;
    private boolean ended;

    private Transaction(Connection connection) throws SQLException {
        this.connection = connection;
        autoCommit = connection.getAutoCommit();
        isolation = connection.getTransactionIsolation();
    }

    /** Begins a transaction at READ COMMITTED. */
    static Transaction begin(DataSource dataSource) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            Transaction transaction = new Transaction(connection);
            if (transaction.isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            connection.setAutoCommit(false);
            return transaction;
        } catch (SQLException | RuntimeException | Error e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
        ended = true;
    }

    /**
     * Never throws: what was committed is committed, and what was not is rolled back by the engine at the latest when it
     * misses the connection.
     */
    @Override
    public void close() {
        try (Connection closing = connection) {
            if (!ended) {
                closing.rollback();
            }
            // only now: to turn auto-commit on commits what is open
            closing.setAutoCommit(autoCommit);
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                closing.setTransactionIsolation(isolation);
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
