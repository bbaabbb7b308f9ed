package io.varve.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One measure of one benchmark: a row a subject, a column a case (a choice of the other parameters).
 *
 * @param measure what was measured; empty for the score
 * @param cases the columns
 * @param rows the rows, in the order in which the subjects were measured
 * @param comparison Varve's best beside the best peer's, a text a column; empty if there is only one of the two
 */
record Table(String measure, List<String> cases, List<Row> rows, List<String> comparison) {

    /**
     * A subject's numbers.
     *
     * @param subject its name
     * @param varve whether it is Varve
     * @param floor whether it is no peer
     * @param cells a cell a column, or null where nothing was measured
     */
    record Row(String subject, boolean varve, boolean floor, List<@Nullable Cell> cells) {}

    /**
     * A number.
     *
     * @param measure the number
     * @param ratio how many times the best costs less (1 is the best), or NaN
     */
    record Cell(Measure measure, double ratio) {

        String ratioText() {
            return Double.isNaN(ratio) || Double.isInfinite(ratio) ? "" : "×" + Unit.digits(ratio);
        }
    }

    /** Makes the table of a measure from results of one benchmark. */
    static Table of(String measure, List<Result> results, Predicate<String> isFloor) {
        Params params = Params.of(results);
        Map<String, Map<String, Measure>> bySubject = new LinkedHashMap<>();
        Set<String> cases = new LinkedHashSet<>();
        for (Result result : results) {
            Measure found = Measure.of(result).get(measure);
            if (found != null) {
                cases.add(params.caseOf(result));
                bySubject
                        .computeIfAbsent(params.subjectOf(result), subject -> new LinkedHashMap<>())
                        .put(params.caseOf(result), found);
            }
        }
        List<String> columns = List.copyOf(cases);
        List<Row> rows = new ArrayList<>();
        bySubject.forEach((subject, measures) -> {
            List<@Nullable Cell> cells = new ArrayList<>();
            for (String column : columns) {
                Measure found = measures.get(column);
                cells.add(found == null ? null : new Cell(found, found.cost() / best(bySubject, column, isFloor)));
            }
            rows.add(new Row(subject, isVarve(subject), isFloor.test(subject), cells));
        });
        return new Table(measure, columns, rows, comparison(columns, bySubject, isFloor));
    }

    /** Varve's own subjects are called so. */
    static boolean isVarve(String subject) {
        return subject.startsWith("varve");
    }

    private static double best(Map<String, Map<String, Measure>> bySubject, String column, Predicate<String> isFloor) {
        return lowest(costs(bySubject, column, isFloor.negate()));
    }

    /** What a case costs each of some subjects. */
    private static Map<String, Double> costs(
            Map<String, Map<String, Measure>> bySubject, String column, Predicate<String> subjects) {
        Map<String, Double> costs = new LinkedHashMap<>();
        bySubject.forEach((subject, measures) -> {
            Measure measure = measures.get(column);
            if (subjects.test(subject) && measure != null && !Double.isNaN(measure.cost())) {
                costs.put(subject, measure.cost());
            }
        });
        return costs;
    }

    private static double lowest(Map<String, Double> costs) {
        return costs.values().stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static List<String> comparison(
            List<String> columns, Map<String, Map<String, Measure>> bySubject, Predicate<String> isFloor) {
        List<String> texts = new ArrayList<>();
        boolean any = false;
        for (String column : columns) {
            double varve = lowest(costs(bySubject, column, Table::isVarve));
            Map<String, Double> peers =
                    costs(bySubject, column, isFloor.negate().and(Predicate.not(Table::isVarve)));
            double peer = lowest(peers);
            boolean both = !Double.isNaN(varve) && !Double.isNaN(peer) && peer != 0;
            any |= both;
            texts.add(both ? "×" + Unit.digits(varve / peer) + " (" + cheapest(peers) + ")" : "");
        }
        return any ? texts : List.of();
    }

    private static String cheapest(Map<String, Double> costs) {
        return costs.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
