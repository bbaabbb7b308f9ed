package io.varve.metrics;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a tenant has done since this manager opened it. The numbers are read one after the other while others may be
 * changing them: each is right, but they need not be of the very same instant.
 *
 * @param transitions changes of the state
 * @param snapshots snapshots taken and removed
 * @param rollbacks how long it took to go back, or forth by a redo, be it by a call of a tenant's or of a failed transaction's
 * @param pages what was read and written
 * @param cache what is on the heap
 * @param faults what went wrong
 * @param lastSnapshot what the last snapshot wrote that was stored, or none if there was none
 * @param stateBytes what the head weighs, as {@link io.varve.StateManagerBuilder#stateLimit} says; none if that is not
 *     known, because there is no limit
 */
public record TenantMetrics(
        TransitionMetrics transitions,
        SnapshotMetrics snapshots,
        LatencyMetrics rollbacks,
        PageMetrics pages,
        CacheMetrics cache,
        FaultMetrics faults,
        Option<WriteMetrics> lastSnapshot,
        Option<Long> stateBytes) {

    /** Checks that nothing is null. */
    public TenantMetrics {
        Objects.requireNonNull(transitions, "transitions");
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(rollbacks, "rollbacks");
        Objects.requireNonNull(pages, "pages");
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(faults, "faults");
        Objects.requireNonNull(lastSnapshot, "lastSnapshot");
        Objects.requireNonNull(stateBytes, "stateBytes");
    }
}
