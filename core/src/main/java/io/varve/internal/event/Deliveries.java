package io.varve.internal.event;

import io.varve.BackgroundFailureListener;
import io.varve.ListenerFailedException;
import io.varve.event.ListenerOptions;
import io.varve.event.TenantListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a manager, and of its tenants. Thread-safe. */
public final class Deliveries<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final long IDLE_SECONDS = 10;

    private final String manager;
    private final BackgroundFailureListener failures;
    private final CopyOnWriteArrayList<Delivery<S>> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger threads = new AtomicInteger();
    private volatile boolean closing;

    /**
     * Begins without listeners.
     *
     * @param manager whose name the threads have
     * @param failures told of what listeners throw
     */
    public Deliveries(String manager, BackgroundFailureListener failures) {
        this.manager = manager;
        this.failures = failures;
    }

    /**
     * Adds a listener, which is told nothing yet.
     *
     * @param detach called when it is closed, but not if that is with the manager
     */
    public Delivery<S> open(TenantListener<S> listener, ListenerOptions options, Consumer<Delivery<S>> detach) {
        Delivery<S> delivery = new Delivery<>(listener, options, thread(), this::fail, closed -> {
            all.remove(closed);
            detach.accept(closed);
        });
        all.add(delivery);
        return delivery;
    }

    /** A thread that ends when there has been nothing to do for a while, so that a manager that was forgotten leaves none. */
    private ThreadPoolExecutor thread() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new ListenerThread(task, "varve-listener-" + manager + "-" + threads.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Lets those who change tenants wait where that is asked for. To be called with no lock held. */
    public void awaitPlaces(List<Delivery<S>> told) {
        for (Delivery<S> delivery : told) {
            if (!closing) {
                delivery.awaitPlace();
            }
        }
    }

    /** Waits until the listeners have handled what happened, but no longer than each of them is to be waited for. */
    public void awaitForClosing() {
        closing = true;
        awaitHandled();
    }

    private void awaitHandled() {
        if (!ListenerThread.isCurrent()) {
            long now = System.nanoTime();
            all.forEach(delivery -> delivery.awaitForClosing(now));
        }
    }

    /** Closes all, once they have handled what happened last; what is left then is reported. */
    public void close() {
        awaitHandled();
        all.forEach(Delivery::closeWithManager);
        all.clear();
    }

    private void fail(String tenant, ListenerFailedException failure) {
        try {
            failures.onFailure(tenant, failure);
        } catch (RuntimeException | Error e) {
            LOG.warn("the listener for failures in the background failed itself, for tenant '{}'", tenant, e);
        }
    }
}
