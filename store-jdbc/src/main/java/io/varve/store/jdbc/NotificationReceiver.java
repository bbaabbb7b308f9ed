package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens on a connection of its own, which it has for as long as it lives, and takes a new one when that is lost. What
 * was told meanwhile is missed.
 */
final class NotificationReceiver implements AutoCloseable {

    private static final int WAIT_MILLIS = 1_000;

    /** After so much silence the server is asked for a sign of life: a connection may be lost without a word. */
    private static final int SILENT_WAITS = 10;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Database database;
    private final String refs;
    private final Consumer<TenantId> told;
    private final Thread thread = BackgroundThread.named("varve-jdbc-listen", this::run);
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile @Nullable Borrowed current;

    private NotificationReceiver(Database database, String refs, Consumer<TenantId> told) {
        this.database = database;
        this.refs = refs;
        this.told = told;
    }

    /**
     * Begins to listen, before it returns.
     *
     * @param refs the table of refs
     * @param told called on a thread of this receiver's for each notification that names a tenant
     * @throws StoreException {@code UNSUPPORTED} if the connections are not those of PostgreSQL's driver, {@code
     *     UNAVAILABLE}, {@code CLOSED}
     */
    static NotificationReceiver start(Database database, String refs, Consumer<TenantId> told) {
        NotificationReceiver receiver = new NotificationReceiver(database, refs, told);
        try {
            receiver.current = database.lasting("listen for changes", receiver::listen);
        } catch (NoClassDefFoundError e) {
            throw notOfTheDriver(e);
        }
        receiver.thread.start();
        return receiver;
    }

    /**
     * SQL for the name of the channel on which changes of tables are told. It has the number of the table in its database,
     * which is the same for all, by whatever name of a schema or search path they know it.
     */
    static String channelOf(String refs) {
        return "'varve_' || '" + refs + "'::regclass::oid";
    }

    private Boolean listen(Connection connection) throws SQLException {
        if (!connection.isWrapperFor(PGConnection.class)) {
            throw notOfTheDriver(null);
        }
        try (Statement statement = connection.createStatement()) {
            String channel;
            try (ResultSet name = statement.executeQuery("SELECT " + channelOf(refs))) {
                name.next();
                channel = name.getString(1);
            }
            statement.execute("LISTEN " + channel);
        }
        return true;
    }

    private static StoreException notOfTheDriver(@Nullable Throwable cause) {
        return new StoreException(
                StoreException.Kind.UNSUPPORTED,
                "can't listen for changes: the DataSource's connections do not unwrap to org.postgresql.PGConnection",
                cause);
    }

    private void run() {
        while (!isEnding()) {
            Borrowed connection = current;
            if (connection == null) {
                reconnect();
            } else if (!receiveFrom(connection)) {
                discard(connection);
            }
        }
        Borrowed last = current;
        if (last != null) {
            discard(last);
        }
    }

    /** Takes a new connection, unless this ends first. */
    private void reconnect() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!endsWithin(pause)) {
            try {
                current = database.lasting("listen for changes again", this::listen);
                return;
            } catch (StoreException e) {
                // Whatever it is, it may be gone the next time; until then, changes are not told.
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    /** Waits for notifications for a while and passes them on; whether the connection is still good. */
    private boolean receiveFrom(Borrowed borrowed) {
        try {
            PGConnection connection = borrowed.connection().unwrap(PGConnection.class);
            for (int waits = 0; waits < SILENT_WAITS && !isEnding(); waits++) {
                PGNotification[] received = connection.getNotifications(WAIT_MILLIS);
                if (received.length > 0) {
                    for (PGNotification each : received) {
                        tenantIn(each).ifPresent(told);
                    }
                    return true;
                }
            }
            try (Statement statement = borrowed.connection().createStatement()) {
                statement.execute("SELECT 1");
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whoever can connect to the database can notify, of anything. */
    private static Optional<TenantId> tenantIn(PGNotification notification) {
        try {
            return Optional.of(new TenantId(notification.getParameter()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A session that listens is of no use to a pool, so it ends here. */
    private void discard(Borrowed connection) {
        current = null;
        connection.abort();
        connection.close();
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }

    private boolean endsWithin(long millis) {
        try {
            return ending.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts " + thread, e);
        }
    }

    /** Ends at once what it waits for. A listener may call this too, and is not waited for then. */
    @Override
    public void close() {
        ending.countDown();
        Borrowed waiting = current;
        if (waiting != null) {
            waiting.abort();
        }
        if (!Thread.currentThread().equals(thread)) {
            BackgroundThread.awaitEnd(thread);
        }
    }
}
