package io.varve.internal.metrics;

import io.varve.metrics.LatencyMetrics;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Records durations, wait-free, in 5 KB that are taken with the first of them. Thread-safe.
 *
 * <p>A plain {@link AtomicHistogram} rather than a {@code Recorder}: nothing is ever reset, so that a second histogram and
 * the phaser that swaps both would only cost time and memory. It is copied before it is evaluated, as its counts may go
 * up meanwhile.
 */
final class LatencyRecorder {

    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

    /** Of decimal digits. One means steps of a 16th within each power of two. */
    private static final int PRECISION = 1;

    private volatile @Nullable AtomicHistogram histogram;

    void record(long nanos) {
        AtomicHistogram known = histogram;
        (known != null ? known : created()).recordValue(Math.min(nanos, LONGEST));
    }

    /** Adds what was recorded elsewhere. */
    void add(LatencyRecorder other) {
        AtomicHistogram known = other.histogram;
        if (known != null) {
            created().add(known);
        }
    }

    LatencyMetrics metrics() {
        Histogram copy = new Histogram(LONGEST, PRECISION);
        AtomicHistogram known = histogram;
        if (known != null) {
            copy.add(known);
        }
        return new LatencyMetrics(
                copy.getTotalCount(),
                Duration.ofNanos(copy.getValueAtPercentile(50)),
                Duration.ofNanos(copy.getValueAtPercentile(95)),
                Duration.ofNanos(copy.getValueAtPercentile(99)),
                Duration.ofNanos(copy.getMaxValue()));
    }

    private synchronized AtomicHistogram created() {
        AtomicHistogram known = histogram;
        if (known == null) {
            known = new AtomicHistogram(LONGEST, PRECISION);
            histogram = known;
        }
        return known;
    }
}
