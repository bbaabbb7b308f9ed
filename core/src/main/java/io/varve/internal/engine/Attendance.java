package io.varve.internal.engine;

import io.varve.Sharing;
import io.varve.VarveException;
import io.varve.internal.store.GuardedStore;
import io.varve.spi.ObservableStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a manager that shares its tenants: it attends to each from time to time, and soon after the store has told
 * that somebody changed it, if it can tell.
 */
final class Attendance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    /** So that many changes in a row, this manager's own among them, are looked for once. */
    private static final long GATHERING_MILLIS = 10;

    /** Where the store tells of changes, looking for them makes up for what it may fail to tell. */
    private static final Duration POLLING_OF_OBSERVABLE = Duration.ofSeconds(5);

    private final Supplier<? extends Iterable<TenantId>> tenants;
    private final Consumer<TenantId> attend;
    private final ScheduledExecutorService thread;
    private final Set<TenantId> changed = ConcurrentHashMap.newKeySet();
    private final ObservableStore.@Nullable Subscription subscription;

    /**
     * Begins.
     *
     * @param tenants the tenants that are open
     * @param attend attends to one of them, if it is still open
     */
    Attendance(
            GuardedStore store,
            Sharing sharing,
            String manager,
            Supplier<? extends Iterable<TenantId>> tenants,
            Consumer<TenantId> attend) {
        this.tenants = tenants;
        this.attend = attend;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "varve-sharing-" + manager);
            named.setDaemon(true);
            return named;
        });
        this.subscription = subscribe(store);
        Duration period =
                shorter(sharing.lease().dividedBy(3), subscription == null ? sharing.polling() : POLLING_OF_OBSERVABLE);
        ignore(thread.scheduleWithFixedDelay(
                this::attendAll, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** What a task throws, it reports itself. */
    private static void ignore(Future<?> task) {
        LOG.trace("scheduled {}", task);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private ObservableStore.@Nullable Subscription subscribe(GuardedStore store) {
        try {
            return store.subscribe(this::changed).orElse(null);
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.UNSUPPORTED) {
                LOG.info("changes are looked for from time to time: {}", e.getMessage());
            } else {
                LOG.warn("the store could not begin to tell of changes, so they are looked for instead", e);
            }
            return null;
        }
    }

    private void changed(TenantId tenant) {
        if (changed.add(tenant)) {
            try {
                ignore(thread.schedule(() -> attendToChanged(tenant), GATHERING_MILLIS, TimeUnit.MILLISECONDS));
            } catch (RejectedExecutionException e) {
                LOG.debug("the manager is closing", e);
            }
        }
    }

    private void attendToChanged(TenantId tenant) {
        changed.remove(tenant);
        attendTo(tenant);
    }

    private void attendAll() {
        tenants.get().forEach(this::attendTo);
    }

    private void attendTo(TenantId tenant) {
        try {
            attend.accept(tenant);
        } catch (VarveException e) {
            // Whoever uses the tenant is told of it; and if it passes, the next time goes well.
            LOG.warn("tenant '{}' could not be brought up to date", tenant, e);
        } catch (RuntimeException e) {
            // Must not end the thread, for all others' sake.
            LOG.error("tenant '{}' could not be brought up to date", tenant, e);
        }
    }

    /** Ends, after what is under way. */
    @Override
    public void close() {
        if (subscription != null) {
            try {
                subscription.close();
            } catch (RuntimeException e) {
                LOG.warn("the store could not end telling of changes", e);
            }
        }
        thread.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
