package io.varve.bench.command;

import io.varve.bench.collection.KeyType;
import io.varve.bench.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A choice of all benchmarks that answers in about five minutes. */
@Command(
        name = "quick",
        aliases = "--quick",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a choice of the benchmarks, with wide errors, and writes its report: about five minutes.")
final class QuickCommand implements Callable<Integer> {

    private static final int SIZE = 100_000;
    private static final int MEMORY_SIZE = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "where results and report go",
            defaultValue = "varve-bench-quick")
    private Path folder = Path.of("varve-bench-quick");

    @Override
    public Integer call() throws IOException, RunnerException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path raw = Files.createDirectories(folder.resolve("raw"));
        List<Path> files = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Part part : parts()) {
            Path file = raw.resolve(part.name() + ".json");
            failed.addAll(run(part, file));
            files.add(file);
        }
        Path memory = raw.resolve("memory.json");
        MemoryCommand.measure(out, List.of(MEMORY_SIZE), List.of(KeyType.STRING), MemoryCommand.VERSIONS, memory);
        files.add(memory);
        out.println("report: " + new ReportWriter(folder).write(files));
        failed.forEach(each -> out.println("failed, and not in the report: " + each));
        return failed.isEmpty() ? 0 : 1;
    }

    private static Set<String> run(Part part, Path file) throws RunnerException {
        return new JmhRun(
                        part.options()
                                .forks(1)
                                .jvmArgsAppend("-Xms1g", "-Xmx2g") // enough for these sizes, and for a laptop
                                .warmupIterations(2)
                                .warmupTime(TimeValue.milliseconds(250))
                                .measurementIterations(3)
                                .measurementTime(TimeValue.milliseconds(250))
                                .resultFormat(ResultFormatType.JSON)
                                .result(file.toString())
                                .build(),
                        System.out)
                .run();
    }

    /** Some benchmarks with some of their parameters. */
    private record Part(String name, ChainedOptionsBuilder options) {}

    private static List<Part> parts() {
        String size = Integer.toString(SIZE);
        return List.of(
                new Part(
                        "maps",
                        new OptionsBuilder()
                                .include("MapBenchmark\\.(getHit|put|batch|iterate|build|changes)$")
                                .param("key", KeyType.STRING.name())
                                .param("size", size)
                                .param("subject", "varve", "vavr-hash", "clojure", "kotlinx", "scala", "java")),
                new Part(
                        "vectors",
                        new OptionsBuilder()
                                .include("VectorBenchmark\\.(get|update|append|iterate)$")
                                .param("size", size)
                                .param("subject", "varve", "vavr", "clojure", "scala", "java")),
                new Part(
                        "job",
                        new OptionsBuilder()
                                .include("job\\.SnapshotBenchmark\\.snapshot$")
                                .include("job\\.PastBenchmark\\.first$")
                                .include("job\\.ReopenBenchmark\\.first$")
                                .param("size", "10000")
                                .param(
                                        "subject",
                                        "varve-rocksdb",
                                        "varve-h2",
                                        "xodus",
                                        "lmdb",
                                        "mvstore",
                                        "naive-rocksdb")));
    }
}
