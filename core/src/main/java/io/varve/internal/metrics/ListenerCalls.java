package io.varve.internal.metrics;

import io.varve.metrics.MetricsListener;
import io.varve.metrics.TransitionOutcome;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the application's listener so that nothing it does can hurt. Thread-safe. */
final class ListenerCalls {

    private static final Logger LOG = LoggerFactory.getLogger("io.varve");

    private final @Nullable MetricsListener listener;
    private final BiConsumer<TenantId, Runnable> guard;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Makes the calls of one manager.
     *
     * @param listener the application's, or null if it has none
     * @param guard runs a call so that it can't change tenants
     */
    ListenerCalls(@Nullable MetricsListener listener, BiConsumer<TenantId, Runnable> guard) {
        this.listener = listener;
        this.guard = guard;
    }

    void transition(TenantId tenant, TransitionOutcome outcome, long nanos) {
        if (listener != null) {
            call(tenant, told -> told.onTransition(tenant.value(), outcome, Duration.ofNanos(nanos)));
        }
    }

    void snapshot(TenantId tenant, long nanos) {
        call(tenant, told -> told.onSnapshot(tenant.value(), Duration.ofNanos(nanos)));
    }

    void rollback(TenantId tenant, long nanos) {
        call(tenant, told -> told.onRollback(tenant.value(), Duration.ofNanos(nanos)));
    }

    void read(TenantId tenant, int pages, long bytes) {
        call(tenant, told -> told.onPagesRead(tenant.value(), pages, bytes));
    }

    void written(TenantId tenant, int pages, long bytes) {
        call(tenant, told -> told.onPagesWritten(tenant.value(), pages, bytes));
    }

    void retry(TenantId tenant) {
        call(tenant, told -> told.onRetry(tenant.value()));
    }

    private void call(TenantId tenant, Consumer<MetricsListener> event) {
        MetricsListener told = listener;
        if (told == null) {
            return;
        }
        try {
            guard.accept(tenant, () -> event.accept(told));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (complained.compareAndSet(false, true)) {
                LOG.warn(
                        "the metrics listener failed, for tenant '{}'; it is told of what follows all the same, but this"
                                + " is logged only once",
                        tenant,
                        e);
            }
        }
    }
}
