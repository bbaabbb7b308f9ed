package io.varve.internal.metrics;

import io.varve.metrics.FaultMetrics;
import io.varve.metrics.LatencyMetrics;
import io.varve.metrics.PageMetrics;
import io.varve.metrics.SnapshotMetrics;
import io.varve.metrics.TransitionMetrics;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counters and timers that only go up. Thread-safe. */
final class Tally {

    /** What is counted. */
    enum Counter {
        APPLIED,
        UNCHANGED,
        FAILED,
        SNAPSHOTS_TAKEN,
        SNAPSHOTS_REMOVED,
        PAGES_READ,
        BYTES_READ,
        PAGES_WRITTEN,
        BYTES_WRITTEN,
        STORE_RETRIES,
        COMMIT_RETRIES,
        UNKNOWN_OUTCOMES,
        BACKGROUND_FAILURES,
        LISTENER_FAILURES
    }

    /** What is timed. */
    enum Timer {
        TRANSITION,
        SNAPSHOT,
        ROLLBACK
    }

    private final EnumMap<Counter, LongAdder> counters = new EnumMap<>(Counter.class);
    private final EnumMap<Timer, LatencyRecorder> timers = new EnumMap<>(Timer.class);

    Tally() {
        for (Counter each : Counter.values()) {
            counters.put(each, new LongAdder());
        }
        for (Timer each : Timer.values()) {
            timers.put(each, new LatencyRecorder());
        }
    }

    void add(Counter counter, long number) {
        of(counter).add(number);
    }

    void record(Timer timer, long nanos) {
        of(timer).record(nanos);
    }

    /** Adds all that another tally has. */
    void add(Tally other) {
        counters.forEach((counter, here) -> here.add(other.sum(counter)));
        timers.forEach((timer, here) -> here.add(other.of(timer)));
    }

    TransitionMetrics transitions() {
        return new TransitionMetrics(
                sum(Counter.APPLIED), sum(Counter.UNCHANGED), sum(Counter.FAILED), latency(Timer.TRANSITION));
    }

    SnapshotMetrics snapshots() {
        return new SnapshotMetrics(
                sum(Counter.SNAPSHOTS_TAKEN), sum(Counter.SNAPSHOTS_REMOVED), latency(Timer.SNAPSHOT));
    }

    LatencyMetrics rollbacks() {
        return latency(Timer.ROLLBACK);
    }

    PageMetrics pages() {
        return new PageMetrics(
                sum(Counter.PAGES_READ),
                sum(Counter.BYTES_READ),
                sum(Counter.PAGES_WRITTEN),
                sum(Counter.BYTES_WRITTEN));
    }

    FaultMetrics faults() {
        return new FaultMetrics(
                sum(Counter.STORE_RETRIES),
                sum(Counter.COMMIT_RETRIES),
                sum(Counter.UNKNOWN_OUTCOMES),
                sum(Counter.BACKGROUND_FAILURES),
                sum(Counter.LISTENER_FAILURES));
    }

    private long sum(Counter counter) {
        return of(counter).sum();
    }

    private LatencyMetrics latency(Timer timer) {
        return of(timer).metrics();
    }

    private LongAdder of(Counter counter) {
        return Objects.requireNonNull(counters.get(counter));
    }

    private LatencyRecorder of(Timer timer) {
        return Objects.requireNonNull(timers.get(timer));
    }
}
