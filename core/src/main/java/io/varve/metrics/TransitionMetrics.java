package io.varve.metrics;

import java.util.Objects;

/**
 * Calls of {@code apply}, {@code applyAll} and {@code applyWithSnapshot}, and the steps of transactions. A call is one
 * transition however many steps it had, and so are the steps of an atomic transaction.
 *
 * @param applied how many changed the state
 * @param unchanged how many returned the very state they were given
 * @param failed how many threw, be it the transition, a validator, a limit or the store; or said so in their result
 * @param latency how long those took that returned
 */
public record TransitionMetrics(long applied, long unchanged, long failed, LatencyMetrics latency) {

    /** Checks that nothing is null. */
    public TransitionMetrics {
        Objects.requireNonNull(latency, "latency");
    }
}
