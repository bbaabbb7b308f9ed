package io.varve.metrics;

import io.vavr.collection.Map;
import java.util.Objects;

/**
 * What a manager has done since it was opened: for all its tenants together, those that were removed included, and for
 * each that is open. The numbers are read as those of {@link TenantMetrics} are.
 *
 * @param transitions changes of states
 * @param snapshots snapshots taken and removed
 * @param rollbacks how long it took to go back, or forth by a redo, be it by a call of a tenant's or of a failed transaction's
 * @param pages what was read and written, also to create tenants
 * @param cache what is on the heap
 * @param memoryBudget the most that {@link CacheMetrics#residentBytes} should be
 * @param faults what went wrong
 * @param tenants the tenants that are open, by their ids in ascending order
 */
public record ManagerMetrics(
        TransitionMetrics transitions,
        SnapshotMetrics snapshots,
        LatencyMetrics rollbacks,
        PageMetrics pages,
        CacheMetrics cache,
        long memoryBudget,
        FaultMetrics faults,
        Map<String, TenantMetrics> tenants) {

    /** Checks that nothing is null. */
    public ManagerMetrics {
        Objects.requireNonNull(transitions, "transitions");
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(rollbacks, "rollbacks");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(faults, "faults");
        Objects.requireNonNull(tenants, "tenants");
    }
}
