package io.varve.bench.command;

import io.varve.bench.collection.CollectionSubjects;
import io.varve.bench.collection.KeyType;
import io.varve.bench.collection.MemoryMeasurement;
import io.varve.bench.report.Environment;
import io.varve.bench.report.JmhJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what collections take on the heap. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Counts, object by object, what maps and vectors take on the heap: bytes an entry beyond keys and"
                + " values, and bytes kept a change over many versions of 100 changes each.")
final class MemoryCommand implements Callable<Integer> {

    /** How many versions are kept unless something else is asked for. */
    static final int VERSIONS = 1_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "JSON",
            description = "where the results go, in JMH's form",
            defaultValue = "memory.json")
    private Path file = Path.of("memory.json");

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "N",
            description = "how many entries there are",
            defaultValue = "1000,100000,1000000")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--key",
            split = ",",
            paramLabel = "TYPE",
            description = "what the keys are: ${COMPLETION-CANDIDATES}",
            defaultValue = "STRING,UUID,RECORD")
    private List<KeyType> keyTypes = List.of();

    @Option(
            names = "--versions",
            paramLabel = "N",
            description = "how many versions are kept, 100 changes apart",
            defaultValue = "1000")
    private int versions = VERSIONS;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        measure(out, sizes, keyTypes, versions, file);
        out.println("results: " + file);
        return 0;
    }

    /** Measures, and keeps the results with the environment beside them. */
    static void measure(PrintWriter out, List<Integer> sizes, List<KeyType> keyTypes, int versions, Path file) {
        JmhJson.write(new MemoryMeasurement(versions, out::println).measure(sizes, keyTypes), file);
        Environment.current(CollectionSubjects.notes(Environment.builtVersions()))
                .write(file);
    }
}
