package io.varve.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    @TempDir
    private Path temporary;

    private Path results;
    private Path folder;

    @BeforeEach
    void takeTheResults() throws IOException {
        results = take("jmh.json");
        folder = temporary.resolve("report");
    }

    private Path take(String name) throws IOException {
        try (var in = getClass().getResourceAsStream(name)) {
            Path copy = temporary.resolve(name);
            Files.copy(in, copy);
            return copy;
        }
    }

    @Test
    void aTableHasARowASubjectAndAColumnACase() throws IOException {
        take("jmh-environment.json");
        assertThat(markdown())
                .contains(
                        "## MapBenchmark.getHit",
                        "Average time of an operation; key STRING; 1 thread, 1 fork of 2 × 500 ms to warm up and"
                                + " 5 × 500 ms, JDK 17.0.15 -Xmx4g.",
                        "|  | size 1,000 | size 100,000 |",
                        "| **varve** | 20.0 ns ± 10 % ×1.00 | 400 ns ± 10 % ×1.00 |",
                        "| clojure | 40.0 ns ± 10 % ×2.00 | 500 ns ± 10 % ×1.25 |",
                        "| *Varve : best peer* | *×0.500 (clojure)* | *×0.800 (clojure)* |");
    }

    @Test
    void aFloorIsShownButNotTheBest() throws IOException {
        take("jmh-environment.json");
        assertThat(markdown()).contains("| java (floor) | 10.0 ns ± 10 % ×0.500 | 100 ns ± 10 % ×0.250 |");
    }

    @Test
    void percentilesAndCountersHaveTablesOfTheirOwn() {
        assertThat(markdown())
                .contains(
                        "| **varve-rocksdb** | 2.00 ms ± 5.0 % ×1.00 |",
                        "**median**\n\n|  | result |\n| --- | ---: |\n| **varve-rocksdb** | 1.50 ms ×1.00 |",
                        "**99th percentile**",
                        "| xodus | 12.0 ms ×2.00 |",
                        "**bytesWritten**",
                        "| xodus | 110 KB ×2.20 |")
                .doesNotContain("p0.50");
    }

    @Test
    void moreIsBetterWhereOperationsAreCounted() {
        assertThat(markdown())
                .contains("| **varve-rocksdb** | 2.00 k/s ×1.00 |", "| xodus | 1.00 k/s ×2.00 |", "×0.500 (xodus)");
    }

    @Test
    void thePageNeedsNoOtherFile() throws IOException {
        take("jmh-environment.json");
        new ReportWriter(folder).write(List.of(results));

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .contains("src=\"data:image/png;base64,", "abc1234", "processors: 2", "the &lt;mutable&gt; floor")
                .doesNotContain("src=\"charts", "<link", "<script");
    }

    @Test
    void chartsAreFilesToo() throws IOException {
        new ReportWriter(folder).write(List.of(results));

        Path chart = folder.resolve("charts/avgt-mapbenchmark-gethit.png");
        assertThat(ImageIO.read(chart.toFile()).getWidth()).isEqualTo(900);
        assertThat(folder.resolve("charts/avgt-mapbenchmark-gethit.svg"))
                .content()
                .contains("<svg");
        try (Stream<Path> charts = Files.list(folder.resolve("charts"))) {
            assertThat(charts)
                    .extracting(file -> file.getFileName().toString())
                    .contains(
                            "sample-jobbenchmark-snapshot.png",
                            "sample-jobbenchmark-snapshot-byteswritten.png",
                            "thrpt-jobbenchmark-apply.png");
        }
    }

    @Test
    void theRawResultsAreKeptBeside() throws IOException {
        take("jmh-environment.json");
        new ReportWriter(folder).write(List.of(results));

        assertThat(folder.resolve("raw/jmh.json")).hasSameTextualContentAs(results);
        assertThat(folder.resolve("raw/jmh-environment.json")).exists();
        new ReportWriter(folder).write(List.of(folder.resolve("raw/jmh.json"))); // from itself, again
        assertThat(folder.resolve("raw/jmh.json")).hasSameTextualContentAs(results);
    }

    @Test
    void resultsWithoutAnEnvironmentSaySo() throws IOException {
        new ReportWriter(folder).write(List.of(results));
        assertThat(folder.resolve("report.html")).content().contains("was not recorded");
        assertThat(folder.resolve("report.md")).content().contains("## MapBenchmark.getHit");
    }

    @Test
    void exactResultsAreWrittenInJmhsForm() {
        Path file = temporary.resolve("exact.json");
        Result written = new Result(
                "io.varve.bench.collection.MapMemory.perEntry",
                "ss",
                "",
                Map.of("subject", "varve"),
                Metric.exact(14.5, "B/op"),
                Map.of());
        JmhJson.write(List.of(written), file);

        Result read = JmhJson.read(file).get(0);
        assertThat(read.benchmark()).isEqualTo(written.benchmark());
        assertThat(read.params()).isEqualTo(written.params());
        assertThat(read.primary()).isEqualTo(written.primary());
    }

    @Test
    void whatIsNoResultIsRefusedWithWhatWasFound() throws IOException {
        assertRefused("there is no file", null);
        assertRefused("an array of results is expected; found object", "{\"a\": 1}");
        assertRefused("has no result: the run was ended, or every benchmark failed", "[]");
        assertRefused("entry 0 has no 'benchmark', 'mode' and 'primaryMetric'", "[{\"a\": 1}]");
        assertRefused("is not JMH's JSON: Unrecognized token", "Benchmark Mode Cnt");
    }

    private void assertRefused(String why, String content) throws IOException {
        Path file = temporary.resolve("other.json");
        if (content != null) {
            Files.writeString(file, content);
        }
        assertThatThrownBy(() -> new ReportWriter(folder).write(List.of(results, file)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(file.toString());
        assertThat(folder).doesNotExist();
    }

    @Test
    void anEnvironmentThatCanNotBeReadIsRefused() throws IOException {
        Files.writeString(temporary.resolve("jmh-environment.json"), "[]");
        assertThatThrownBy(() -> new ReportWriter(folder).write(List.of(results)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("jmh-environment.json does not tell where jmh.json was taken");
    }

    private String markdown() {
        List<Environment> environments = Environment.read(results).stream().toList();
        List<SubjectNote> notes = environments.stream()
                .flatMap(environment -> environment.subjects().stream())
                .toList();
        return Markdown.of(Section.of(JmhJson.read(results), notes), environments);
    }
}
