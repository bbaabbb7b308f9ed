package io.varve.bench.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MemoryMeasurementTest {

    @Test
    void bytesAreCountedBeyondKeysAndValues() {
        List<String> progress = new ArrayList<>();
        List<Result> results = new MemoryMeasurement(10, progress::add).measure(List.of(300), List.of(KeyType.RECORD));

        Map<String, Double> vectors = bySubject(results, "VectorMemory.perElement");
        // A reference each, in an array without slack.
        assertThat(vectors.get("java")).isBetween(4.0, 8.2);
        assertThat(vectors.keySet()).containsExactlyInAnyOrderElementsOf(Subjects.vectors());
        Map<String, Double> maps = bySubject(results, "MapMemory.perEntry");
        // A node of 32 bytes (24 to 48 by the JVM) and its place in the table.
        assertThat(maps.get("java")).isBetween(28.0, 64.0);
        assertThat(maps.values()).allSatisfy(bytes -> assertThat(bytes).isBetween(4.0, 200.0));
        assertThat(progress).contains("map varve, RECORD, 300", "vector vavr, 300");
    }

    @Test
    void versionsTakeWhatHasChangedAndTheFloorHasNone() {
        List<Result> results = new MemoryMeasurement(10, text -> {}).measure(List.of(300), List.of(KeyType.STRING));

        Map<String, Double> changes = bySubject(results, "MapMemory.perChange");
        assertThat(changes).containsKeys("varve", "vavr-hash", "bifurcan").doesNotContainKeys("java", "vavr-linked");
        assertThat(changes.values()).allSatisfy(bytes -> assertThat(bytes).isBetween(10.0, 1_000.0));
        assertThat(bySubject(results, "VectorMemory.perChange").values())
                .allSatisfy(bytes -> assertThat(bytes).isBetween(4.0, 1_000.0));
    }

    private static Map<String, Double> bySubject(List<Result> results, String benchmark) {
        return results.stream()
                .filter(result -> result.shortName().equals(benchmark))
                .collect(Collectors.toMap(
                        result -> result.params().get("subject"),
                        result -> result.primary().score()));
    }
}
