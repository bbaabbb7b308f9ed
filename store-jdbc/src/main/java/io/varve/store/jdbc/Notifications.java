package io.varve.store.jdbc;

import io.varve.spi.ObservableStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes told by PostgreSQL's {@code NOTIFY}, on a channel of the tables' own. A store listens, and notifies others, as
 * long as somebody is subscribed to it: all who share a tenant are, and one who is alone has nobody to tell.
 */
final class Notifications implements ChangeFeed {

    private final Database database;
    private final String refs;
    private final List<Consumer<TenantId>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    /** Written under the lock, and null while nobody is subscribed. */
    private volatile @Nullable Exchange exchange;
    /** Guarded by the lock. */
    private boolean closed;

    /** Both directions. */
    private record Exchange(NotificationReceiver receiver, NotificationSender sender) {

        /** Not to be called under the lock: it waits for a listener, which may be about to end its own subscription. */
        void close() {
            sender.close();
            receiver.close();
        }
    }

    Notifications(Database database, Tables tables) {
        this.database = database;
        this.refs = tables.refs();
    }

    @Override
    public void changed(TenantId tenant) {
        Exchange open = exchange;
        if (open != null) {
            open.sender().send(tenant);
        }
    }

    @Override
    public ObservableStore.Subscription subscribe(Consumer<TenantId> listener) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreException(StoreException.Kind.CLOSED, "the store is closed");
            }
            if (exchange == null) {
                exchange = new Exchange(
                        NotificationReceiver.start(database, refs, this::tell),
                        NotificationSender.start(database, refs));
            }
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end(listener);
            }
        };
    }

    private void tell(TenantId tenant) {
        for (Consumer<TenantId> listener : listeners) {
            try {
                listener.accept(tenant);
            } catch (RuntimeException e) {
                // It broke its promise. The others are told all the same.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    private void end(Consumer<TenantId> listener) {
        Exchange ending = null;
        lock.lock();
        try {
            listeners.remove(listener);
            if (listeners.isEmpty()) {
                ending = exchange;
                exchange = null;
            }
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            ending.close();
        }
    }

    @Override
    public void close() {
        Exchange ending;
        lock.lock();
        try {
            closed = true;
            listeners.clear();
            ending = exchange;
            exchange = null;
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            ending.close();
        }
    }
}
