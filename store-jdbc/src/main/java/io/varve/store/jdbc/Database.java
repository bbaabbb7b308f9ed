package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
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

    /** Statements that begin and end their transactions themselves. */
    interface Exchange<T> extends Work<T> {
        /** Whether {@code COMMIT} has been handed to the driver: then only the server knows the outcome of a failure. */
        boolean commitWasSent();
    }

    /** Something that fails with an {@code SQLException} only if nothing has been applied. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws SQLException;
    }

    /** How often something is tried that the engine rolls back because of what runs beside it. */
    private static final int TRIES = 5;

    private static final int REVIVAL_SECONDS = 10;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DataSource dataSource;
    private final SqlDialect dialect;
    private final Faults faults;
    private final GroupSync disk;
    private volatile @Nullable SQLException broken;
    private final Workers workers;
    private final Optional<Revival> revival;

    /** Calls hold the read lock, so that none is under way with an old connection when a database is opened again. */
    private final ReadWriteLock reviving = new ReentrantReadWriteLock();

    /**
     * Makes calls to a database.
     *
     * @param revival how it is opened again when it has given itself up; without one, that ends the store
     */
    Database(DataSource dataSource, SqlDialect dialect, Workers workers, Optional<Revival> revival) {
        this.revival = revival;
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
        return call(asked, () -> readHere(asked, work));
    }

    /** Reads like {@link #read}, and answers only with what is on the disk. */
    <T> T readDurable(String asked, Work<T> work) {
        return call(asked, () -> {
            T answer = readHere(asked, work);
            afterRead(asked);
            return answer;
        });
    }

    private <T> T call(String asked, Supplier<T> work) {
        return workers.call(() -> {
            if (broken != null) {
                revive(asked);
            }
            reviving.readLock().lock();
            try {
                return work.get();
            } finally {
                reviving.readLock().unlock();
            }
        });
    }

    private void revive(String asked) {
        try {
            // A call that the engine never lets go keeps us out for ever.
            if (!reviving.writeLock().tryLock(REVIVAL_SECONDS, TimeUnit.SECONDS)) {
                throw givenUp(asked, "and does not return from an earlier call");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp(asked, "and the store is closing");
        }
        try {
            if (broken != null && revival.isPresent()) {
                revival.get().revive();
                try (Connection connection = dataSource.getConnection()) {
                    dialect.prepare(connection);
                }
                broken = null;
            }
        } catch (SQLException e) {
            throw givenUp(asked, "and can't be opened again yet: " + faults.describe(e));
        } finally {
            reviving.writeLock().unlock();
        }
    }

    private StoreException givenUp(String asked, String more) {
        SQLException why = broken;
        return new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "can't " + asked + ": the database has given itself up"
                        + (why == null ? "" : " (" + faults.describe(why) + ")") + ", " + more,
                why);
    }

    private void requireWorking(String asked) {
        if (broken != null) {
            throw givenUp(asked, "so the store has to be closed and opened again");
        }
    }

    private SQLException noticing(SQLException e) {
        if (dialect.isBroken(e) || revival.isPresent() && dialect.isClosed(e)) {
            broken = e;
        }
        return e;
    }

    private <T> T readHere(String asked, Work<T> work) {
        return retrying(asked, () -> {
            try (Borrowed borrowed = Borrowed.from(dataSource, dialect.patience())) {
                return work.on(borrowed.connection());
            }
        });
    }

    /**
     * Takes a connection in auto-commit mode, which the caller keeps until he closes it.
     *
     * @param preparation done on it first
     */
    Borrowed lasting(String asked, Work<?> preparation) {
        return workers.call(() -> retrying(asked, () -> {
            Borrowed borrowed = Borrowed.from(dataSource, dialect.patience());
            try {
                borrowed.setAutoCommit(true);
                preparation.on(borrowed.connection());
                return borrowed;
            } catch (SQLException | RuntimeException | Error e) {
                borrowed.abortAfter(e);
                borrowed.close();
                throw e;
            }
        }));
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
        return call(asked, () -> {
            Outcome<T> outcome = retrying(asked, () -> transactHere(asked, work));
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

    private <T> Outcome<T> transactHere(String asked, Work<Outcome<T>> work) throws SQLException {
        try (Transaction transaction = Transaction.begin(dataSource, dialect)) {
            Outcome<T> outcome = work.on(transaction.connection());
            if (outcome.keep()) {
                commit(asked, transaction);
            }
            return outcome;
        }
    }

    private void commit(String asked, Transaction transaction) throws SQLException {
        disk.commitBegins();
        boolean committed = false;
        try {
            transaction.commit();
            committed = true;
        } catch (SQLException e) {
            throw ofCommit(asked, e);
        } finally {
            if (!committed) {
                disk.commitFailed();
            }
        }
    }

    /**
     * Runs an exchange in auto-commit mode, for an engine whose {@code COMMIT} syncs.
     *
     * @param exchanges makes the exchange anew for each time that it is tried
     */
    <T> T exchange(String asked, Supplier<Exchange<T>> exchanges) {
        return call(asked, () -> retrying(asked, () -> exchangeHere(asked, exchanges.get())));
    }

    private <T> T exchangeHere(String asked, Exchange<T> exchange) throws SQLException {
        try (Borrowed borrowed = Borrowed.from(dataSource, dialect.patience())) {
            borrowed.setAutoCommit(true);
            try {
                return exchange.on(borrowed.connection());
            } catch (SQLException e) {
                borrowed.rollBackAfter(e);
                if (exchange.commitWasSent()) {
                    throw ofCommit(asked, e);
                }
                throw e;
            } catch (RuntimeException | Error e) {
                borrowed.abortAfter(e);
                throw e;
            }
        }
    }

    /** Throws what a failure of {@code COMMIT} means: the failure itself if all was rolled back. */
    private SQLException ofCommit(String asked, SQLException e) {
        if (dialect.isRolledBack(e)) {
            return e;
        }
        throw faults.unknown(asked, noticing(e));
    }

    /** Tries something again, some times, that fails only because of what ran beside it. */
    private <T> T retrying(String asked, Attempt<T> attempt) {
        requireWorking(asked);
        for (int tried = 1; ; tried++) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (tried == TRIES || !dialect.isRetryable(e)) {
                    throw faults.notApplied(asked, noticing(e));
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(tried * PAUSE_NANOS));
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
        if (dialect.commitSyncs()) {
            return;
        }
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
