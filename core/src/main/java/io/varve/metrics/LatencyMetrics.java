package io.varve.metrics;

import java.time.Duration;
import java.util.Objects;

/**
 * How long calls took, from when they began until they returned; waiting for locks and for the store is part of it. Calls
 * that threw are not in here.
 *
 * <p>Percentiles come from a histogram of bounded size: each is at most 6.25 % above what was measured, never below it.
 * More than an hour counts as an hour.
 *
 * @param count how many calls returned
 * @param p50 half of them took no longer; zero if there were none, as with the others
 * @param p95 95 % of them took no longer
 * @param p99 99 % of them took no longer
 * @param max the longest one
 */
public record LatencyMetrics(long count, Duration p50, Duration p95, Duration p99, Duration max) {

    /** Checks that nothing is null. */
    public LatencyMetrics {
        Objects.requireNonNull(p50, "p50");
        Objects.requireNonNull(p95, "p95");
        Objects.requireNonNull(p99, "p99");
        Objects.requireNonNull(max, "max");
    }
}
