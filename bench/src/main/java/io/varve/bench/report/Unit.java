package io.varve.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How numbers of one unit are shown: with three digits, and the prefix that makes them short.
 *
 * @param base what one is called
 * @param factor how many of the base are one of JMH's unit
 * @param steps the prefixed units, from large to small, that take the place of the base
 */
record Unit(String base, double factor, List<Step> steps) {

    private static final MathContext DIGITS = new MathContext(3);

    private record Step(double of, String name) {}

    private static final List<Step> TIMES =
            List.of(new Step(1e9, "s"), new Step(1e6, "ms"), new Step(1e3, "µs"), new Step(1, "ns"));
    private static final List<Step> BYTES =
            List.of(new Step(1e9, "GB"), new Step(1e6, "MB"), new Step(1e3, "KB"), new Step(1, "B"));
    private static final Map<String, Double> NANOSECONDS =
            Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "hr", 3600e9, "day", 86400e9);

    /** The unit of a measure, from JMH's unit and, for counters, which JMH calls "#", from the name. */
    static Unit of(String measure, String jmhUnit) {
        Double time = jmhUnit.endsWith("/op") ? NANOSECONDS.get(jmhUnit.substring(0, jmhUnit.length() - 3)) : null;
        if (time != null) {
            return new Unit("ns", time, TIMES);
        }
        Double per = jmhUnit.startsWith("ops/") ? NANOSECONDS.get(jmhUnit.substring(4)) : null;
        if (per != null) {
            return rate(1e9 / per);
        }
        if (jmhUnit.equals("B/op") || measure.toLowerCase(Locale.ROOT).contains("bytes")) {
            return new Unit("B", 1, BYTES);
        }
        return new Unit(jmhUnit.equals("#") ? "" : jmhUnit, 1, List.of());
    }

    private static Unit rate(double factor) {
        return new Unit("/s", factor, List.of(new Step(1e6, "M/s"), new Step(1e3, "k/s"), new Step(1, "/s")));
    }

    /** A value of JMH's in the base. */
    double inBase(double value) {
        return value * factor;
    }

    /** A value of JMH's as text. */
    String format(double value) {
        double number = inBase(value);
        Step step = steps.stream()
                .filter(each -> Math.abs(number) >= each.of)
                .findFirst()
                .orElseGet(() -> steps.isEmpty() ? new Step(1, base) : steps.get(steps.size() - 1));
        return (digits(number / step.of) + " " + step.name).strip();
    }

    /** Three digits that count, and all before the point. */
    static String digits(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "–";
        }
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(number).round(DIGITS);
        int decimals = rounded.scale() + DIGITS.getPrecision() - rounded.precision();
        return decimals <= 0
                ? String.format(Locale.ROOT, "%,d", Math.round(number))
                : rounded.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
    }
}
