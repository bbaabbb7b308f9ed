package io.varve.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One number of a result that is worth a table: the score, a percentile, or a counter.
 *
 * @param name what it is called; empty for the score
 * @param value the number
 * @param error its error, or NaN
 * @param unit its unit
 * @param higherIsBetter whether it is a throughput
 */
record Measure(String name, double value, double error, Unit unit, boolean higherIsBetter) {

    private static final Pattern SHOWN_PERCENTILES = Pattern.compile("50\\.0|99\\.0");

    /** All measures of a result by name. */
    static Map<String, Measure> of(Result result) {
        boolean throughput = result.mode().equals("thrpt");
        Map<String, Measure> measures = new LinkedHashMap<>();
        Metric primary = result.primary();
        add(measures, "", primary, throughput);
        primary.percentiles().forEach((percentile, value) -> {
            if (SHOWN_PERCENTILES.matcher(percentile).matches() && !Double.isNaN(value)) {
                String name = percentile.startsWith("50") ? "median" : "99th percentile";
                measures.put(name, new Measure(name, value, Double.NaN, Unit.of(name, primary.unit()), false));
            }
        });
        result.secondary().forEach((name, metric) -> add(measures, name, metric, false));
        return measures;
    }

    private static void add(Map<String, Measure> measures, String name, Metric metric, boolean throughput) {
        measures.put(name, new Measure(name, metric.score(), metric.error(), Unit.of(name, metric.unit()), throughput));
    }

    /** What counts, so that less is better: the time an operation takes where it is a throughput. */
    double cost() {
        return higherIsBetter ? 1 / value : value;
    }

    /** The number with its unit. */
    String text() {
        return unit.format(value);
    }

    /** The number with its unit and error. */
    String textWithError() {
        return Double.isNaN(error) || value == 0 ? text() : text() + " ± " + percent(100 * error / Math.abs(value));
    }

    private static String percent(double percent) {
        return percent < 10 ? String.format(java.util.Locale.ROOT, "%.1f %%", percent) : Math.round(percent) + " %";
    }
}
