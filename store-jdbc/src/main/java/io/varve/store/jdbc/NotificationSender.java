package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells of changed tenants after their commits, all that have gathered in one round trip. {@code NOTIFY} in the commits
 * themselves would have them wait for each other, since PostgreSQL lets only one transaction with a notification commit at
 * a time. A transaction that does nothing else has nothing to sync.
 */
final class NotificationSender implements AutoCloseable {

    /** From one round trip to the next, so that a tenant that changes all the time is told of once in a while. */
    private static final long GATHERING_MILLIS = 5;

    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    private final Database database;
    private final String statement;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread = BackgroundThread.named("varve-jdbc-notify", this::run);
    // Guarded by the lock.
    private final Set<TenantId> changed = new LinkedHashSet<>();
    private boolean ending;

    private NotificationSender(Database database, String refs) {
        this.database = database;
        this.statement = "SELECT pg_notify(%s, tenant) FROM unnest(?) AS changed (tenant)"
                .formatted(NotificationReceiver.channelOf(refs));
    }

    static NotificationSender start(Database database, String refs) {
        NotificationSender sender = new NotificationSender(database, refs);
        sender.thread.start();
        return sender;
    }

    /** Soon tells of a tenant. */
    void send(TenantId tenant) {
        lock.lock();
        try {
            changed.add(tenant);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean more = true;
        while (more) {
            List<TenantId> tenants = next();
            boolean sent = tenants.isEmpty() || isSent(tenants);
            more = pause(sent ? GATHERING_MILLIS : PAUSE_AFTER_FAILURE_MILLIS);
        }
    }

    /** Waits for changed tenants; there are none at the end only. */
    private List<TenantId> next() {
        lock.lock();
        try {
            while (changed.isEmpty() && !ending) {
                news.awaitUninterruptibly();
            }
            List<TenantId> tenants = List.copyOf(changed);
            changed.clear();
            return tenants;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, unless this ends; then it tells whether there is something left to be sent. */
    private boolean pause(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (left > 0 && !ending) {
                left = news.awaitNanos(left);
            }
            return !ending || !changed.isEmpty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts " + thread, e);
        } finally {
            lock.unlock();
        }
    }

    /** A failure concerns nobody but those who would have been told, who look by themselves too; it is tried again. */
    private boolean isSent(List<TenantId> tenants) {
        try {
            database.read("tell of changes", connection -> notify(connection, tenants));
            return true;
        } catch (StoreException e) {
            lock.lock();
            try {
                if (!ending) {
                    changed.addAll(tenants);
                }
                return false;
            } finally {
                lock.unlock();
            }
        }
    }

    private Boolean notify(Connection connection, List<TenantId> tenants) throws SQLException {
        try (PreparedStatement notifying = connection.prepareStatement(statement)) {
            notifying.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tenants.stream().map(TenantId::value).toArray()));
            notifying.execute();
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        return true;
    }

    /** Tells of what is left, as far as the server can be reached, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            ending = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        BackgroundThread.awaitEnd(thread);
    }
}
