package io.varve.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All that a report says of one benchmark in one mode.
 *
 * @param name the benchmark, without packages
 * @param mode what is measured, in words
 * @param how parameters that are the same everywhere, and how it was run
 * @param results the results
 * @param tables a table a measure
 */
record Section(String name, String mode, String how, List<Result> results, List<Table> tables) {

    private static final Map<String, String> MODES = Map.of(
            "avgt", "average time of an operation",
            "thrpt", "operations in a time",
            "sample", "time of an operation, sampled",
            "ss", "one run without warming up");

    /** Sections of all results, in the order in which the benchmarks appear. */
    static List<Section> of(List<Result> results, List<SubjectNote> notes) {
        Map<String, List<Result>> groups = new LinkedHashMap<>();
        for (Result result : results) {
            groups.computeIfAbsent(result.benchmark() + " " + result.mode(), key -> new ArrayList<>())
                    .add(result);
        }
        return groups.values().stream()
                .map(group -> of(group, floor(group, notes)))
                .toList();
    }

    private static Predicate<String> floor(List<Result> group, List<SubjectNote> notes) {
        String className = group.get(0).className();
        return subject -> notes.stream()
                .anyMatch(note -> note.floor()
                        && note.benchmark().equals(className)
                        && note.subject().equals(subject));
    }

    private static Section of(List<Result> group, Predicate<String> isFloor) {
        Result first = group.get(0);
        Set<String> measures = new LinkedHashSet<>();
        group.forEach(result -> measures.addAll(Measure.of(result).keySet()));
        Set<String> ways = new LinkedHashSet<>();
        group.forEach(result -> ways.add(result.how()));
        String common = Params.of(group).common();
        return new Section(
                first.shortName(),
                first.primary().unit().startsWith("B/") ? "bytes" : MODES.getOrDefault(first.mode(), first.mode()),
                (common.isEmpty() ? "" : common + "; ") + String.join("; ", ways),
                group,
                measures.stream()
                        .map(measure -> Table.of(measure, group, isFloor))
                        .toList());
    }
}
