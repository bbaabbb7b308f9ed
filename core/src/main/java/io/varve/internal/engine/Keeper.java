package io.varve.internal.engine;

import io.varve.BackgroundFailureListener;
import io.varve.ClosedException;
import io.varve.ConflictException;
import io.varve.TenantNotFoundException;
import io.varve.VarveException;
import io.varve.spi.TenantId;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that does a {@link Chore} for a manager's tenants when they are due. It ends with the manager, and holds it only
 * while it works: a manager that was forgotten instead of closed goes, and this with it.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long LOOK_MILLIS = 250;

    private final Chore chore;
    private final BackgroundFailureListener listener;
    private final IntConsumer pace;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Whose turn it is, known to the thread only. */
    private @Nullable TenantEngine<?> current;

    Keeper(Chore chore, BackgroundFailureListener listener) {
        this.chore = chore;
        this.listener = listener;
        this.pace = chore.pace()
                .<IntConsumer>map(most -> new Pace(most, this::waitBeforeGoingOn, System::nanoTime))
                .getOrElse(work -> {});
    }

    /** What it needs of a manager. */
    interface Tenants {
        Map<TenantId, TenantEngine<?>> open();
    }

    /**
     * Begins, unless it is never due.
     *
     * @param manager whose name the thread has
     */
    void start(String manager, Tenants tenants) {
        if (chore.isAutomatic()) {
            WeakReference<Tenants> weak = new WeakReference<>(tenants);
            Thread thread = new Thread(() -> run(weak), "varve-" + chore.name() + "-" + manager);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Ends the thread as soon as the work that is under way, if any, notices. */
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
        chore.retain(open.keySet());
        open.forEach((tenant, main) -> chore.of(main).forEach(engine -> look(tenant, engine)));
        return true;
    }

    private void look(TenantId tenant, TenantEngine<?> engine) {
        if (closing.getCount() == 0 || engine.isGone() || !chore.isDue(tenant, engine)) {
            return;
        }
        current = engine;
        try {
            chore.run(engine, pace);
        } catch (ClosedException | TenantNotFoundException e) {
            LOG.debug("the {} of tenant '{}' ended, for it was closed or removed", chore.name(), tenant, e);
        } catch (ConflictException e) {
            LOG.info("the {} of tenant '{}' is left to another process: {}", chore.name(), tenant, e.getMessage());
        } catch (VarveException e) {
            tell(tenant, e);
        } catch (RuntimeException | Error e) {
            LOG.error("the {} of tenant '{}' could not be done in the background", chore.name(), tenant, e);
        } finally {
            current = null;
            chore.done(tenant, engine);
        }
    }

    private void tell(TenantId tenant, VarveException failure) {
        try {
            listener.onFailure(tenant.value(), failure);
        } catch (RuntimeException e) {
            LOG.warn("the listener for failures in the background failed", e);
        }
    }

    /** Waits before the work goes on, unless somebody waits for its end. */
    private boolean waitBeforeGoingOn(long nanos) {
        TenantEngine<?> engine = Objects.requireNonNull(current, "current");
        if (chore.isAwaited(engine)) {
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
