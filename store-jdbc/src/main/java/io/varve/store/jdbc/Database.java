package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs work on a connection of its own, in or out of a transaction, and makes failures into faults of a store. */
final class Database implements AutoCloseable {

    /** Some work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * What a transaction answers, and whether it is to be committed or rolled back.
     *
     * @param answer the answer
     * @param keep whether there is something to commit
     */
    record Outcome<T>(T answer, boolean keep) {}

    private final DataSource dataSource;
    private final SqlDialect dialect;
    private final Faults faults;
    private final GroupSync disk;
    private volatile @Nullable SQLException broken;
    private final Workers workers;

    Database(DataSource dataSource, SqlDialect dialect, Workers workers) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.workers = workers;
        this.faults = new Faults(dialect);
        this.disk = new GroupSync(this::sync);
    }

    SqlDialect dialect() {
        return dialect;
    }

    /**
     * Reads what is not changed by commits but only added or removed, each statement on its own.
     *
     * @param asked what was asked, for messages: "read pages of …"
     */
    <T> T read(String asked, Work<T> work) {
        return workers.call(() -> readHere(asked, work));
    }

    /** Reads like {@link #read}, and answers only with what is on the disk. */
    <T> T readDurable(String asked, Work<T> work) {
        return workers.call(() -> {
            T answer = readHere(asked, work);
            afterRead(asked);
            return answer;
        });
    }

    private void requireWorking(String asked) {
        SQLException why = broken;
        if (why != null) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "could not " + asked + ": the database has given itself up (" + why.getMessage()
                            + "); close the store and open it again",
                    why);
        }
    }

    private SQLException noticing(SQLException e) {
        if (dialect.isBroken(e)) {
            broken = e;
        }
        return e;
    }

    private <T> T readHere(String asked, Work<T> work) {
        requireWorking(asked);
        try (Connection connection = dataSource.getConnection()) {
            T answer = work.on(connection);
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return answer;
        } catch (SQLException e) {
            throw faults.notApplied(asked, noticing(e));
        }
    }

    /**
     * Runs a transaction at READ COMMITTED. That is enough because each transaction that writes begins by locking its
     * tenant's row, and each of its statements then sees what its predecessors under that lock have committed; a higher
     * level would show it what there was before it got the lock.
     *
     * <p>When this returns, what the transaction wrote, or has seen, is on the disk. The connection is given back before
     * the disk is waited for, so a pool of one connection suffices.
     */
    <T> T transact(String asked, Work<Outcome<T>> work) {
        return workers.call(() -> {
            Outcome<T> outcome = transactHere(asked, work);
            if (outcome.keep()) {
                try {
                    disk.commitEnded();
                } catch (SQLException e) {
                    throw faults.unknown(asked, noticing(e));
                }
            } else {
                afterRead(asked);
            }
            return outcome.answer();
        });
    }

    private <T> Outcome<T> transactHere(String asked, Work<Outcome<T>> work) {
        requireWorking(asked);
        try (Transaction transaction = Transaction.begin(dataSource)) {
            Outcome<T> outcome = work.on(transaction.connection());
            if (outcome.keep()) {
                commit(asked, transaction);
            }
            return outcome;
        } catch (SQLException e) {
            throw faults.notApplied(asked, noticing(e));
        }
    }

    private void commit(String asked, Transaction transaction) {
        disk.commitBegins();
        boolean committed = false;
        try {
            transaction.commit();
            committed = true;
        } catch (SQLException e) {
            throw faults.ofCommit(asked, noticing(e));
        } finally {
            if (!committed) {
                disk.commitFailed();
            }
        }
    }

    private void afterRead(String asked) {
        try {
            disk.afterRead();
        } catch (SQLException e) {
            throw faults.notApplied(asked, noticing(e));
        }
    }

    private void sync() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            dialect.sync(connection);
        }
    }

    /** Refuses further calls and waits for those under way; the {@code DataSource} is left to whoever made it. */
    @Override
    public void close() {
        workers.close();
    }
}
