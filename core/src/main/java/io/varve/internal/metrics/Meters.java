package io.varve.internal.metrics;

import io.varve.internal.page.NodeBudget;
import io.varve.internal.store.StoreMeter;
import io.varve.metrics.ManagerMetrics;
import io.varve.metrics.MetricsListener;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.TenantId;
import io.vavr.collection.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a manager: one for each open tenant, and the sum of all that is done for tenants that are not open,
 * or were closed. Thread-safe.
 */
public final class Meters implements StoreMeter {

    private final NodeBudget memory;
    private final ListenerCalls listener;
    private final ConcurrentHashMap<TenantId, TenantMeter> open = new ConcurrentHashMap<>();
    private final Tally others = new Tally();

    /**
     * Makes the meters of a manager.
     *
     * @param memory what all tenants share
     * @param listener the application's, or null if it has none
     * @param guard runs a call of the listener so that it can't change tenants
     */
    public Meters(NodeBudget memory, @Nullable MetricsListener listener, BiConsumer<TenantId, Runnable> guard) {
        this.memory = memory;
        this.listener = new ListenerCalls(listener, guard);
    }

    /** Begins to count for a tenant that is being opened. */
    public TenantMeter open(TenantId tenant) {
        close(tenant);
        TenantMeter meter = new TenantMeter(tenant, memory.share(), listener);
        open.put(tenant, meter);
        return meter;
    }

    /** Ends the counting for a tenant, which goes into the sum. */
    public void close(TenantId tenant) {
        TenantMeter closed = open.remove(tenant);
        if (closed != null) {
            others.add(closed.tally());
        }
    }

    /**
     * The numbers now.
     *
     * @param tenants those of the open tenants
     */
    public ManagerMetrics metrics(Map<String, TenantMetrics> tenants) {
        Tally total = new Tally();
        total.add(others);
        open.values().forEach(meter -> total.add(meter.tally()));
        return new ManagerMetrics(
                total.transitions(),
                total.snapshots(),
                total.rollbacks(),
                total.pages(),
                memory.totalMetrics(),
                memory.maximumBytes(),
                total.faults(),
                tenants);
    }

    /** Counts a failure of a listener that was told of a tenant. */
    public void listenerFailed(String tenant) {
        TenantMeter meter = open.get(new TenantId(tenant));
        if (meter != null) {
            meter.listenerFailed();
        } else {
            others.add(Tally.Counter.LISTENER_FAILURES, 1);
        }
    }

    @Override
    public void read(TenantId tenant, int pages, long bytes) {
        TenantMeter meter = open.get(tenant);
        if (meter != null) {
            meter.read(pages, bytes);
        } else {
            others.add(Tally.Counter.PAGES_READ, pages);
            others.add(Tally.Counter.BYTES_READ, bytes);
        }
        listener.read(tenant, pages, bytes);
    }

    @Override
    public void written(TenantId tenant, int pages, long bytes) {
        TenantMeter meter = open.get(tenant);
        if (meter != null) {
            meter.written(pages, bytes);
        } else {
            others.add(Tally.Counter.PAGES_WRITTEN, pages);
            others.add(Tally.Counter.BYTES_WRITTEN, bytes);
        }
        listener.written(tenant, pages, bytes);
    }

    @Override
    public void repeated(@Nullable TenantId tenant) {
        TenantMeter meter = tenant == null ? null : open.get(tenant);
        if (meter != null) {
            meter.storeRepeated();
        } else {
            others.add(Tally.Counter.STORE_RETRIES, 1);
        }
        if (tenant != null) {
            listener.retry(tenant);
        }
    }
}
