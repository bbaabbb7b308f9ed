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
    private volatile @Nullable NotificationSender sender;
    // Guarded by the lock.
    private @Nullable NotificationReceiver receiver;
    private boolean closed;

    Notifications(Database database, Tables tables) {
        this.database = database;
        this.refs = tables.refs();
    }

    @Override
    public void changed(TenantId tenant) {
        NotificationSender sending = sender;
        if (sending != null) {
            sending.send(tenant);
        }
    }

    @Override
    @SuppressWarnings("UnnecessaryMethodReference") // another object each time: the same listener may subscribe twice
    public ObservableStore.Subscription subscribe(Consumer<TenantId> listener) {
        Consumer<TenantId> subscriber = listener::accept;
        lock.lock();
        try {
            if (closed) {
                throw new StoreException(StoreException.Kind.CLOSED, "the store is closed");
            }
            if (receiver == null) {
                receiver = NotificationReceiver.start(database, refs, this::tell);
                sender = NotificationSender.start(database, refs);
            }
            listeners.add(subscriber);
        } finally {
            lock.unlock();
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end(subscriber);
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

    private void end(Consumer<TenantId> subscriber) {
        lock.lock();
        try {
            listeners.remove(subscriber);
            if (listeners.isEmpty()) {
                stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        NotificationSender sending = sender;
        if (sending != null) {
            sending.close();
            sender = null;
        }
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            listeners.clear();
            stop();
        } finally {
            lock.unlock();
        }
    }
}
