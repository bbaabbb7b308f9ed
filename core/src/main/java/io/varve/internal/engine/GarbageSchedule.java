package io.varve.internal.engine;

import io.varve.GarbagePolicy;
import io.varve.metrics.TenantMetrics;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Knows which tenants are due for a collection of their garbage. Not thread-safe. */
final class GarbageSchedule {

    private final GarbagePolicy policy;
    private final InstantSource clock;
    private final Map<TenantId, Start> starts = new HashMap<>();

    /** From when on a tenant's changes are counted. */
    private record Start(Instant at, long removed, long written) {}

    GarbageSchedule(GarbagePolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** Whether a tenant is due, which counts from when it was opened; time counts from when it was seen first. */
    boolean isDue(TenantId tenant, TenantMetrics now) {
        Start start = starts.computeIfAbsent(tenant, unknown -> new Start(clock.instant(), 0, 0));
        Duration passed = Duration.between(start.at, clock.instant());
        // A tenant that was closed and opened again counts from zero.
        long removed = now.snapshots().removed() - start.removed;
        long written = now.pages().bytesWritten() - start.written;
        if (removed < 0 || written < 0) {
            starts.put(tenant, new Start(start.at, 0, 0));
            return isDue(tenant, now);
        }
        return policy.every().exists(time -> passed.compareTo(time) >= 0)
                || policy.removedSnapshots().exists(number -> removed >= number)
                || policy.bytesWritten().exists(number -> written >= number);
    }

    /** Says that a tenant's turn has come, whatever came of it. */
    void done(TenantId tenant, TenantMetrics now) {
        starts.put(tenant, start(now));
    }

    /** Forgets the tenants that are not open any more. */
    void retain(Set<TenantId> open) {
        starts.keySet().retainAll(open);
    }

    private Start start(TenantMetrics now) {
        return new Start(clock.instant(), now.snapshots().removed(), now.pages().bytesWritten());
    }
}
