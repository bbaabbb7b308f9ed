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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the goals in {@code docs/benchmarks} need, in parts that can be run one at a time. */
@Command(
        name = "full",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Runs what the goals in docs/benchmarks need, and writes its report: every backend and peer at one size, and some at"
                    + " several. Takes more than an hour.",
            "What the folder has from parts that were run before is in the report too."
        })
final class FullCommand implements Callable<Integer> {

    private static final String MEMORY = "memory";
    private static final String[] BACKENDS = {"varve-rocksdb", "varve-h2", "varve-postgresql"};

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "where results and report go",
            defaultValue = "varve-bench-full")
    private Path folder = Path.of("varve-bench-full");

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "how many entries there are where one size is measured",
            defaultValue = "1000000")
    private int size;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "some parts only: maps, snapshots, written, past, rollback, reopened, reopen, head, load, modes, calls,"
                            + " throughput, larger, versions, growth, history, queries, whole, memory")
    private List<String> only = List.of();

    @Override
    public Integer call() throws IOException, RunnerException {
        CommandSpec command = Objects.requireNonNull(spec);
        List<Part> parts = parts();
        for (String name : only) {
            if (!name.equals(MEMORY)
                    && parts.stream().noneMatch(part -> part.name().equals(name))) {
                throw new ParameterException(command.commandLine(), "there is no part '" + name + "'; see --help");
            }
        }
        PrintWriter out = command.commandLine().getOut();
        PartsRun run = new PartsRun(folder, out);
        for (Part part : parts) {
            if (isWanted(part.name())) {
                run.run(part, options -> options);
            }
        }
        if (isWanted(MEMORY)) {
            MemoryCommand.measure(
                    out, List.of(1_000, size), List.of(KeyType.STRING), MemoryCommand.VERSIONS, run.file(MEMORY));
        }
        return run.report();
    }

    private boolean isWanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    List<Part> parts() {
        String entries = Integer.toString(size);
        return List.of(
                timed(
                        Part.of("maps", "MapBenchmark\\.(getHit|put|remove|batch|iterate|build|changes)$")
                                .with("key", KeyType.STRING.name())
                                .with("size", entries),
                        500),
                timed(
                        Part.of("snapshots", "job\\.SnapshotBenchmark\\.snapshot$")
                                .with("size", entries)
                                .with("subject", with("xodus", "lmdb", "mvstore", "rocksdb-checkpoints")),
                        1_000),
                Part.of("written", "job\\.SnapshotBenchmark\\.written$")
                        .with("size", entries)
                        .with("subject", "varve-rocksdb", "xodus", "lmdb", "mvstore"),
                timed(
                        Part.of("past", "job\\.PastBenchmark\\.(first|all)$")
                                .with("size", entries)
                                .with("subject", "varve-rocksdb", "varve-h2", "xodus", "lmdb", "mvstore"),
                        1_000),
                timed(
                        Part.of("rollback", "job\\.RollbackBenchmark\\.first$")
                                .with("size", entries)
                                .with("subject", "varve-rocksdb", "varve-h2", "mvstore"),
                        1_000),
                timed(
                        Part.of("reopened", "job\\.PastReopenedBenchmark\\.(first|all)$", "job\\.CompareBenchmark")
                                .with("size", entries)
                                .with("subject", BACKENDS),
                        1_000),
                timed(
                        Part.of("reopen", "job\\.ReopenBenchmark\\.first$")
                                .with("size", entries)
                                .with("subject", with("xodus", "lmdb", "mvstore")),
                        1_000),
                timed(
                        Part.of("head", "job\\.HeadBenchmark\\.(get|apply)$")
                                .with("size", entries)
                                .with("subject", "varve-memory", "varve-rocksdb", "vavr", "xodus", "lmdb", "mvstore"),
                        1_000),
                Part.of("load", "job\\.LoadBenchmark")
                        .with("size", entries)
                        .with("subject", with("varve-memory", "vavr", "xodus", "lmdb", "mvstore")),
                timed(
                        Part.of("modes", "job\\.DurabilityBenchmark\\.(apply|snapshot)$")
                                .with("size", entries)
                                .with("backend", "memory", "rocksdb"),
                        1_000),
                // Long enough for what is measured to be compiled.
                timed(
                        Part.of("calls", "job\\.DurabilityBenchmark\\.snapshotOften$")
                                .with("size", "10000")
                                .with("backend", "memory", "rocksdb")
                                .with("durability", "ASYNC"),
                        4_000),
                timed(
                        Part.of("throughput", "job\\.ThroughputBenchmark")
                                .with("backend", "raw-rocksdb", "rocksdb", "postgresql")
                                .with("threads", "1", "8", "64"),
                        1_000),
                timed(Part.of("larger", "job\\.LargerThanHeapBenchmark").with("size", "1600000"), 2_000),
                Part.of("versions", "job\\.VersionsBenchmark").with("size", entries),
                timed(
                        Part.of("growth", "job\\.GrowthBenchmark").with("size", "1000", "10000", "100000", "1000000"),
                        1_000),
                Part.of("history", "job\\.TimelineBenchmark", "job\\.BundleBenchmark")
                        .with("size", "10000", "100000", "1000000")
                        .with("backend", "rocksdb"),
                timed(
                        Part.of("queries", "job\\.FindBenchmark")
                                .with("snapshots", "10000")
                                .with("backend", "memory", "rocksdb"),
                        1_000),
                // Who writes whole states takes too long with more.
                timed(
                        Part.of("whole", "job\\.SnapshotBenchmark\\.snapshot$", "job\\.ReopenBenchmark\\.first$")
                                .with("size", "100000")
                                .with(
                                        "subject",
                                        "varve-rocksdb",
                                        "naive-rocksdb",
                                        "naive-h2",
                                        "eclipsestore",
                                        "hollow",
                                        "jgit",
                                        "prevayler"),
                        1_000));
    }

    private static String[] with(String... more) {
        String[] all = new String[BACKENDS.length + more.length];
        System.arraycopy(BACKENDS, 0, all, 0, BACKENDS.length);
        System.arraycopy(more, 0, all, BACKENDS.length, more.length);
        return all;
    }

    private static Part timed(Part part, int milliseconds) {
        ChainedOptionsBuilder options = part.options();
        options.warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(milliseconds));
        return part;
    }
}
