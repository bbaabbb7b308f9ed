package io.varve.metrics;

import java.util.Objects;

/**
 * Snapshots.
 *
 * @param taken how many came into the history, safety snapshots and checkpoints included
 * @param removed how many went from it: deleted, pruned, or taken back because they could not be stored
 * @param latency how long the calls of {@code snapshot} took; what is taken as a part of something else is not in here
 */
public record SnapshotMetrics(long taken, long removed, LatencyMetrics latency) {

    /** Checks that nothing is null. */
    public SnapshotMetrics {
        Objects.requireNonNull(latency, "latency");
    }
}
