package io.varve.internal.event;

import io.varve.ListenerFailedException;
import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what happens, one after the other on a thread of its own. What is handed over is told in that order; what is too much
 * becomes a gap for its timeline, which is told in its place. Thread-safe.
 */
public final class Delivery<S> implements ListenerRegistration {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final TenantListener<S> listener;
    private final ListenerOptions options;
    private final Executor executor;
    private final BiConsumer<String, ListenerFailedException> failures;
    private final Consumer<Delivery<S>> detach;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();

    // All below is guarded by the lock.
    private final ArrayDeque<Waiting<S>> waiting = new ArrayDeque<>();

    /** The last that waits of a timeline, where that is a gap. */
    private final IdentityHashMap<Object, Waiting<S>> gaps = new IdentityHashMap<>();

    private @Nullable Waiting<S> told;
    private long accepted;
    private long handled;
    private boolean scheduled;
    private boolean overdue;
    private volatile boolean closed;

    /**
     * Makes a delivery.
     *
     * @param executor runs one task at a time, on a {@link ListenerThread}
     * @param failures told of the tenant and what the listener threw
     * @param detach called when this is closed
     */
    Delivery(
            TenantListener<S> listener,
            ListenerOptions options,
            Executor executor,
            BiConsumer<String, ListenerFailedException> failures,
            Consumer<Delivery<S>> detach) {
        this.listener = listener;
        this.options = options;
        this.executor = executor;
        this.failures = failures;
        this.detach = detach;
    }

    /** Takes what happened. Never waits, but for the lock, which is held for a moment only. */
    public void tell(Occurrence<S> occurrence) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (waiting.size() < options.capacity() || options.waits() || occurrence.isUnmissable()) {
                gaps.remove(occurrence.stream());
                add(Waiting.of(occurrence));
            } else {
                Waiting<S> gap = gaps.get(occurrence.stream());
                if (gap != null) {
                    gap.miss(occurrence);
                    return;
                }
                Waiting<S> begun = Waiting.missed(occurrence);
                gaps.put(occurrence.stream(), begun);
                add(begun);
            }
            if (scheduled) {
                return;
            }
            scheduled = true;
        } finally {
            lock.unlock();
        }
        start();
    }

    private void start() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException | Error e) {
            // Such as the lack of memory for a thread. What happened is done, and must not seem to have failed.
            lock.lock();
            try {
                scheduled = false; // The next event tries again.
            } finally {
                lock.unlock();
            }
            LOG.warn("a listener can't be told now, for want of a thread", e);
        }
    }

    private void add(Waiting<S> item) {
        waiting.addLast(item);
        accepted++;
    }

    /** Whether whoever changes a tenant has to ask for a place. */
    public boolean waits() {
        return options.waits();
    }

    /** Waits until the listener has caught up, if that is asked for. To be called with no lock held. */
    public void awaitPlace() {
        if (!options.waits() || ListenerThread.isCurrent()) {
            return;
        }
        lock.lock();
        try {
            while (waiting.size() > options.capacity() && !closed) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Waiting<S> next = next(); next != null; next = next()) {
            StateViews<S> views = new StateViews<>();
            try {
                listener.onEvent(next.event(views));
            } catch (RuntimeException | Error e) {
                tellFailure(next, e);
            } finally {
                views.end();
            }
        }
    }

    private @Nullable Waiting<S> next() {
        lock.lock();
        try {
            if (told != null) {
                handled++;
            }
            told = waiting.pollFirst();
            if (told == null) {
                scheduled = false;
            } else {
                gaps.remove(told.stream(), told);
            }
            progress.signalAll();
            return told;
        } finally {
            lock.unlock();
        }
    }

    private void tellFailure(Waiting<S> what, Throwable thrown) {
        String tenant = what.origin().tenantId();
        failures.accept(
                tenant,
                new ListenerFailedException(
                        "a listener failed when it was told of timeline '"
                                + what.origin().timeline() + "' of tenant '" + tenant + "' at version "
                                + what.origin().position().version()
                                + "; it is told of what follows, but not of this again",
                        thrown));
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitDelivered(Duration atMost) {
        if (Objects.requireNonNull(atMost, "atMost").isNegative()) {
            throw new IllegalArgumentException("one waits no less than 0; found " + atMost);
        }
        if (ListenerThread.isCurrent()) {
            throw new IllegalStateException("a listener can't wait until listeners have handled something, for it could"
                    + " wait for itself; wait in another thread");
        }
        return await(System.nanoTime() + atMost.toNanos());
    }

    private boolean await(long deadline) {
        lock.lock();
        try {
            long wanted = accepted;
            while (handled < wanted && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                boolean unused = progress.await(left, TimeUnit.NANOSECONDS);
            }
            return handled >= wanted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for as long as closing the manager does, unless the listener has used that up before. */
    void awaitForClosing(long since) {
        boolean late = isOverdue() || !await(since + options.closeWait().toNanos());
        lock.lock();
        try {
            overdue = late;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOverdue() {
        lock.lock();
        try {
            return overdue;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        var unused = end();
        detach.accept(this);
    }

    /** Closes this, and reports what was not told, or is being told still. */
    void closeWithManager() {
        for (var left : end().entrySet()) {
            failures.accept(
                    left.getKey(),
                    new ListenerFailedException(
                            "the manager was closed before a listener had handled all events of tenant '"
                                    + left.getKey() + "': " + left.getValue() + " were left, of which the first was at"
                                    + " version " + left.getValue().version
                                    + "; it can catch up when the tenant is opened again",
                            null));
        }
    }

    private Map<String, Rest> end() {
        Map<String, Rest> left = new LinkedHashMap<>();
        lock.lock();
        try {
            if (closed) {
                return left;
            }
            closed = true;
            if (told != null) {
                count(told, left);
            }
            waiting.forEach(item -> count(item, left));
            waiting.clear();
            gaps.clear();
            progress.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void count(Waiting<S> item, Map<String, Rest> left) {
        left.computeIfAbsent(
                                item.origin().tenantId(),
                                tenant -> new Rest(item.origin().position().version()))
                        .count +=
                item.count();
    }

    /** What is left of a tenant's. */
    private static final class Rest {

        private final long version;
        private long count;

        Rest(long version) {
            this.version = version;
        }

        @Override
        public String toString() {
            return Long.toString(count);
        }
    }
}
