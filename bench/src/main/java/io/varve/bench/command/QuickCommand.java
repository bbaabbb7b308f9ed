package io.varve.bench.command;

import io.varve.bench.collection.KeyType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
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
        PartsRun run = new PartsRun(folder, out);
        for (Part part : parts()) {
            run.run(
                    part,
                    options -> options.forks(1)
                            .jvmArgsAppend("-Xms1g", "-Xmx2g") // enough for these sizes, and for a laptop
                            .warmupIterations(2)
                            .warmupTime(TimeValue.milliseconds(250))
                            .measurementIterations(3)
                            .measurementTime(TimeValue.milliseconds(250)));
        }
        MemoryCommand.measure(
                out, List.of(MEMORY_SIZE), List.of(KeyType.STRING), MemoryCommand.VERSIONS, run.file("memory"));
        return run.report();
    }

    private static List<Part> parts() {
        String size = Integer.toString(SIZE);
        return List.of(
                Part.of("maps", "MapBenchmark\\.(getHit|put|batch|iterate|build|changes)$")
                        .with("key", KeyType.STRING.name())
                        .with("size", size)
                        .with("subject", "varve", "vavr-hash", "clojure", "kotlinx", "scala", "java"),
                Part.of("vectors", "VectorBenchmark\\.(get|update|append|iterate)$")
                        .with("size", size)
                        .with("subject", "varve", "vavr", "clojure", "scala", "java"),
                Part.of(
                                "job",
                                "job\\.SnapshotBenchmark\\.snapshot$",
                                "job\\.PastBenchmark\\.first$",
                                "job\\.ReopenBenchmark\\.first$")
                        .with("size", "10000")
                        .with("subject", "varve-rocksdb", "varve-h2", "xodus", "lmdb", "mvstore", "naive-rocksdb"));
    }
}
