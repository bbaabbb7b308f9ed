package io.varve.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A transaction on a connection of its own, which goes back as it came. Whatever was not committed when it is closed is
 * rolled back.
 */
final class Transaction implements AutoCloseable {

    private final Borrowed borrowed;
    private final Connection connection;
    private final int isolation;

    private Transaction(Borrowed borrowed) throws SQLException {
        this.borrowed = borrowed;
        connection = borrowed.connection();
        isolation = connection.getTransactionIsolation();
    }

    /** Begins a transaction at READ COMMITTED. */
    static Transaction begin(DataSource dataSource, SqlDialect dialect) throws SQLException {
        Borrowed borrowed = Borrowed.from(dataSource, dialect.patience());
        try {
            Transaction transaction = new Transaction(borrowed);
            if (transaction.isolation != Connection.TRANSACTION_READ_COMMITTED) {
                transaction.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            borrowed.setAutoCommit(false);
            dialect.begin(transaction.connection);
            return transaction;
        } catch (SQLException | RuntimeException | Error e) {
            borrowed.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Never throws, like {@link Borrowed#close}, which rolls back what was not committed. */
    @Override
    public void close() {
        try (borrowed) {
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.rollback();
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException ignored) {
            // what was committed is committed, and the rest is rolled back by the engine
        }
    }
}
