package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The database of a store while it is open: calls are let in, and kept in while they are in native code, which must not
 * lose its database under them. After a write has failed, the database is closed and opened again as soon as that promises
 * to go well, which finds out what became of that write. Thread-safe.
 */
final class OpenFolder implements AutoCloseable {

    /** What a call does while the database is open. */
    interface Call<T> {
        T on(Database db) throws RocksDBException;
    }

    private final Path folder;
    private final Settings settings;

    /** Calls hold the read lock while they run. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private final Presence presence;

    /** Null if the store is closed, or if the database could be closed but not opened again yet. */
    private @Nullable Database database;

    private volatile boolean closed;

    OpenFolder(Path folder, Settings settings) {
        Database opened = Database.open(folder, settings);
        this.folder = folder;
        this.settings = settings;
        this.presence = Presence.of(folder);
        this.database = opened;
    }

    /** Reads what failed writes do not leave in doubt. */
    <T> T read(Call<T> call) {
        return inside(call, db -> false);
    }

    /** Reads the refs of a tenant. */
    <T> T readRefs(TenantId tenant, Call<T> call) {
        return inside(
                db -> {
                    db.failedWrites().requireKnown(tenant);
                    return call.on(db);
                },
                db -> db.failedWrites().isUnknown(tenant));
    }

    /** Does something that may write. */
    <T> T write(Call<T> call) {
        return inside(call, db -> db.failedWrites().any());
    }

    /** Whether a call wants the database to be opened again before it. */
    private interface Doubt {
        boolean about(Database db);
    }

    private <T> T inside(Call<T> call, Doubt doubt) {
        closing.readLock().lock();
        try {
            Database open = database;
            if (open != null && !doubt.about(open)) {
                return made(call, open);
            }
        } finally {
            closing.readLock().unlock();
        }
        closing.writeLock().lock();
        try {
            return made(call, mended(doubt));
        } finally {
            closing.writeLock().unlock();
        }
    }

    private <T> T made(Call<T> call, Database open) {
        try {
            return call.on(open);
        } catch (RocksDBException e) {
            throw Faults.ofRead(folder, e);
        }
    }

    /** The database, opened again if that is called for and may help. */
    private Database mended(Doubt doubt) {
        if (closed) {
            throw new StoreException(Kind.CLOSED, "the store in " + folder + " is closed");
        }
        Database open = database;
        if (open != null && !doubt.about(open)) {
            return open; // Another thread has done it meanwhile.
        }
        if (open != null) {
            if (presence.missing().isPresent() || !Folder.isWritable(folder)) {
                return open; // Which is good for reading, and says why not for more.
            }
            database = null;
            closeBroken(open);
        }
        presence.missing().ifPresent(why -> {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the store in " + folder + " can't go on after a write failed: " + why.getMessage()
                            + ". Put it back",
                    why);
        });
        Database again = Database.open(folder, settings);
        database = again;
        return again;
    }

    private static void closeBroken(Database open) {
        try {
            open.close();
        } catch (StoreException e) {
            // After a failed write RocksDB complains of it once more, and it was told already.
        }
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            closed = true;
            Database open = database;
            database = null;
            if (open == null) {
                return;
            }
            if (open.failedWrites().any()) {
                closeBroken(open);
            } else {
                open.close();
            }
        } finally {
            closing.writeLock().unlock();
        }
    }
}
