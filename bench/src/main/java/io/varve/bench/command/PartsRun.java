package io.varve.bench.command;

import io.varve.bench.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** Runs parts one after the other, each into a file of a folder, and reports on all that the folder has then. */
final class PartsRun {

    private final Path folder;
    private final Path raw;
    private final PrintWriter out;
    private final List<String> failed = new ArrayList<>();

    PartsRun(Path folder, PrintWriter out) throws IOException {
        this.folder = folder;
        this.raw = Files.createDirectories(folder.resolve("raw"));
        this.out = out;
    }

    /** Where the results of a part go. */
    Path file(String part) {
        return raw.resolve(part + ".json");
    }

    /**
     * Runs a part.
     *
     * @param how sets what all parts have in common
     */
    void run(Part part, UnaryOperator<ChainedOptionsBuilder> how) throws RunnerException {
        long began = System.nanoTime();
        failed.addAll(new JmhRun(
                        how.apply(part.options())
                                .resultFormat(ResultFormatType.JSON)
                                .result(file(part.name()).toString())
                                .build(),
                        System.out)
                .run());
        out.println("part " + part.name() + " took "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }

    /**
     * Writes the report.
     *
     * @return the exit code
     */
    int report() throws IOException {
        try (Stream<Path> files = Files.list(raw)) {
            List<Path> results = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            out.println("report: " + new ReportWriter(folder).write(results));
        }
        failed.forEach(each -> out.println("failed, and not in the report: " + each));
        return failed.isEmpty() ? 0 : 1;
    }
}
