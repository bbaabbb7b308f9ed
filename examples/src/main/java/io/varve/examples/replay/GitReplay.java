package io.varve.examples.replay;

import io.varve.VarveException;
import io.varve.spi.SnapshotStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Replays a git repository: each commit is a transition, each tag a named snapshot. Then it reads snapshots back and
 * compares them with git's own trees. Ends with 0 if all are equal, 1 if anything differs, 2 if it could not be tried.
 */
@Command(
        name = "git-replay",
        mixinStandardHelpOptions = true,
        version = "varve git-replay 0.1",
        sortOptions = false,
        description = "Replays a git repository's line of first parents into Varve, kills and reopens the store midway,"
                + " and compares every tag and many random snapshots with git's own trees.",
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything equals git", "1:something differs", "2:it could not be tried"})
public final class GitReplay implements Callable<Integer> {

    private static final int AUTOMATIC_SNAPSHOTS = 500;
    private static final int SHOWN_PROBLEMS = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--repo",
            paramLabel = "PATH",
            description = "a git repository or a folder in one, bare or not (default: the current folder)")
    private Path repo = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "the store to replay into, such as rocksdb:/tmp/shop or jdbc:h2:file:/tmp/shop; what is there"
                    + " is gone on with (default: RocksDB, H2 and memory in turn, in a temporary folder)")
    private @Nullable String store;

    @Option(names = "--limit", paramLabel = "N", description = "replay the N oldest commits only (default: all)")
    private int limit = Integer.MAX_VALUE;

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "take an automatic snapshot every K commits (default: so that there are at most "
                    + AUTOMATIC_SNAPSHOTS + ")")
    private @Nullable Integer every;

    @Option(names = "--seed", paramLabel = "N", description = "repeat the random choices of an earlier run")
    private @Nullable Long seed;

    @Option(
            names = "--random-checks",
            paramLabel = "N",
            description = "how many snapshots to compare beside the tags (default: ${DEFAULT-VALUE})")
    private int randomChecks = 200;

    @Option(names = "--keep", description = "leave the temporary folder where it is")
    private boolean keep;

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    /**
     * Runs the command without ending the JVM.
     *
     * @param out where results go
     * @param err where errors go
     * @param args see {@code --help}
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new GitReplay())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()))
                .execute(args);
    }

    private static int failed(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof ReplayException || failure instanceof VarveException) {
            err.println("git-replay: " + failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        check(command, limit >= 1, "--limit is at least 1; found " + limit);
        check(command, every == null || every >= 1, "--every is at least 1; found " + every);
        check(command, randomChecks >= 0, "--random-checks is not negative; found " + randomChecks);
        PrintWriter out = command.commandLine().getOut();
        try (History history = History.open(repo, limit)) {
            int interval = every != null ? every : 1 + (history.size() - 1) / AUTOMATIC_SNAPSHOTS;
            long usedSeed = seed != null ? seed : new SecureRandom().nextInt(Integer.MAX_VALUE);
            out.printf(
                    "Replaying %s: %,d commits, %,d tags, a snapshot every %d commits, --seed %d%n",
                    history.folder(), history.size(), history.tags().size(), interval, usedSeed);
            history.notes().forEach(note -> out.println("  note: " + note));
            return replay(out, history, interval, usedSeed);
        }
    }

    private int replay(PrintWriter out, History history, int interval, long usedSeed) throws IOException {
        Path folder = Files.createTempDirectory("varve-replay-");
        boolean clean = false;
        try {
            List<StoreResult> results = new ArrayList<>();
            stores(folder).forEach((name, url) -> {
                Random random = new Random(usedSeed + name.hashCode()); // each store is killed somewhere else
                results.add(new StoreRun(name, url, history, interval, randomChecks, random, out).run());
            });
            out.println();
            ResultTable.print(out, results);
            clean = results.stream().allMatch(result -> result.problems().isEmpty());
            results.forEach(result -> printProblems(out, result));
            return clean ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            if (store == null && (keep || !clean)) {
                out.println("The stores are left in " + folder);
            } else {
                delete(folder);
            }
        }
    }

    private Map<String, String> stores(Path folder) {
        Map<String, String> stores = new LinkedHashMap<>();
        if (store != null) {
            stores.put(SnapshotStores.masked(store).replaceFirst("^(jdbc:)?([^:]*).*", "$2"), store);
        } else {
            stores.put("rocksdb", "rocksdb:" + folder.resolve("rocksdb"));
            stores.put("h2", "jdbc:h2:file:" + folder.resolve("h2"));
            stores.put("memory", "memory:");
        }
        return stores;
    }

    private static void printProblems(PrintWriter out, StoreResult result) {
        List<String> problems = result.problems();
        problems.stream().limit(SHOWN_PROBLEMS).forEach(problem -> out.println(result.store() + ": " + problem));
        if (problems.size() > SHOWN_PROBLEMS) {
            out.printf("%s: and %,d more%n", result.store(), problems.size() - SHOWN_PROBLEMS);
        }
    }

    private static void check(CommandSpec command, boolean right, String message) {
        if (!right) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
