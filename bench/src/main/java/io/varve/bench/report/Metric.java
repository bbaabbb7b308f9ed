package io.varve.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One number that was measured.
 *
 * @param score the number
 * @param error half of the interval in which it lies with 99.9 % confidence, or NaN if it was measured too rarely to say
 * @param unit JMH's unit, as "ns/op"
 * @param percentiles percentiles by their names ("99.0"), where they are those of single operations
 */
public record Metric(double score, double error, String unit, Map<String, Double> percentiles) {

    /** Makes it immutable. */
    public Metric {
        percentiles = Collections.unmodifiableMap(new LinkedHashMap<>(percentiles));
    }

    /** A number that is exact. */
    public static Metric exact(double score, String unit) {
        return new Metric(score, Double.NaN, unit, Map.of());
    }
}
