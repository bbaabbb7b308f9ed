package io.varve.bench.job;

import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The share of one iteration in the result of a counter. JMH adds up what counters of events say in each iteration of each
 * fork; what is an average already must be divided before.
 */
final class Share {

    private Share() {}

    static double of(double average, BenchmarkParams run) {
        return average / run.getMeasurement().getCount() / Math.max(1, run.getForks());
    }
}
