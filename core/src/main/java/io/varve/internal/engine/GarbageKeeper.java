package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.ClosedException;
import io.varve.ConflictException;
import io.varve.GarbagePolicy;
import io.varve.TenantNotFoundException;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that collects the garbage of a manager's tenants when a policy says so. It ends with the manager, and holds it
 * only while it collects: a manager that was forgotten instead of closed goes, and this with it.
 */
final class GarbageKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageKeeper.class);
    private static final long LOOK_MILLIS = 250;

    private final GarbagePolicy policy;
    private final BackgroundFailureListener listener;
    private final GarbageSchedule schedule;
    private final IntConsumer pace;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Whose garbage is being collected, known to the thread only. */
    private @Nullable TenantEngine<?> current;

    GarbageKeeper(GarbagePolicy policy, InstantSource clock, BackgroundFailureListener listener) {
        this.policy = policy;
        this.listener = listener;
        this.schedule = new GarbageSchedule(policy, clock);
        this.pace = policy.pagesPerSecond()
                .<IntConsumer>map(most -> new Pace(most, this::waitBeforeGoingOn, System::nanoTime))
                .getOrElse(pages -> {});
    }

    /** What it needs of a manager. */
    interface Tenants {
        Map<TenantId, TenantEngine<?>> open();
    }

    /**
     * Begins, unless the policy is never to.
     *
     * @param manager whose name the thread has
     */
    void start(String manager, Tenants tenants) {
        if (policy.isAutomatic()) {
            WeakReference<Tenants> weak = new WeakReference<>(tenants);
            Thread thread = new Thread(() -> run(weak), "varve-garbage-" + manager);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Ends the thread as soon as the collection that is under way, if any, notices. */
    void close() {
        closing.countDown();
    }

    private void run(WeakReference<Tenants> weak) {
        while (!waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && look(weak.get())) {
            // Once more.
        }
    }

    private boolean look(@Nullable Tenants tenants) {
        if (tenants == null) {
            return false;
        }
        Map<TenantId, TenantEngine<?>> open = tenants.open();
        schedule.retain(open.keySet());
        open.forEach(this::look);
        return true;
    }

    private void look(TenantId tenant, TenantEngine<?> engine) {
        if (closing.getCount() == 0 || engine.isGone() || !schedule.isDue(tenant, engine.measured())) {
            return;
        }
        current = engine;
        try {
            LOG.debug("{}", engine.collectGarbage(pace).summary());
        } catch (ClosedException | TenantNotFoundException e) {
            LOG.debug("the collection of the garbage of tenant '{}' ended, for it was closed or removed", tenant, e);
        } catch (ConflictException e) {
            LOG.info("the garbage of tenant '{}' is left to another process: {}", tenant, e.getMessage());
        } catch (VarveException e) {
            tell(tenant, e);
        } catch (RuntimeException | Error e) {
            LOG.error("the garbage of tenant '{}' could not be collected in the background", tenant, e);
        } finally {
            current = null;
            schedule.done(tenant, engine.measured());
        }
    }

    private void tell(TenantId tenant, VarveException failure) {
        try {
            listener.onFailure(tenant.value(), failure);
        } catch (RuntimeException e) {
            LOG.warn("the listener for failures in the background failed", e);
        }
    }

    /** Waits before a collection goes on, unless somebody waits for its end. */
    private boolean waitBeforeGoingOn(long nanos) {
        TenantEngine<?> engine = Objects.requireNonNull(current, "current");
        if (engine.isCollectionAwaited()) {
            return false;
        }
        if (waitFor(nanos, TimeUnit.NANOSECONDS)) {
            throw new ClosedException("the state manager was closed");
        }
        engine.requireOpen();
        return true;
    }

    /** Whether it is to end. */
    private boolean waitFor(long time, TimeUnit unit) {
        try {
            return closing.await(time, unit);
        } catch (InterruptedException e) {
            // Nobody who knows of this thread interrupts it; whoever does wants it to end.
            closing.countDown();
            return true;
        }
    }
}
