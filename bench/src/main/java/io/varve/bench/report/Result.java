package io.varve.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one benchmark gave with one choice of parameters.
 *
 * @param benchmark its full name: class and method
 * @param mode JMH's short name of the mode, as "avgt"
 * @param how threads, forks, iterations and JVM, in words
 * @param params the parameters by name
 * @param primary what it measures first
 * @param secondary its other counters by name
 */
public record Result(
        String benchmark,
        String mode,
        String how,
        Map<String, String> params,
        Metric primary,
        Map<String, Metric> secondary) {

    /** Makes it immutable. */
    public Result {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        secondary = Collections.unmodifiableMap(new LinkedHashMap<>(secondary));
    }

    /** The benchmark without its packages: {@code MapBenchmark.getHit}. */
    public String shortName() {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /** The benchmark's class without its packages: {@code MapBenchmark}. */
    public String className() {
        String name = shortName();
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }
}
