package io.varve.examples.tour;

import io.varve.VarveException;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
 * Plays sixteen short scenes on one store, each of which prints what it does and checks that it is so. Ends with 0 if all
 * were played, 1 if something was not as it is told, 2 if it could not be tried.
 */
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        version = "varve tour 0.1",
        description =
                "Shows in sixteen short scenes what Varve does: snapshots, going back, time travel, transactions, retention,"
                        + " tenants.",
        exitCodeOnExecutionException = CommandLine.ExitCode.SOFTWARE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all scenes were played", "1:something is not as it is told", "2:it could not be tried"})
public final class Tour implements Callable<Integer> {

    private static final List<Scene> SCENES = List.of(
            new BasicSnapshot(),
            new NamedRollback(),
            new LatestRollback(),
            new IndexedRollback(),
            new TimeTravel(),
            new FailingMigration(),
            new ImportTransaction(),
            new Retention(),
            new TwoTenants(),
            new PlannedRollback(),
            new HeldSnapshots(),
            new ValueHistories(),
            new Timelines(),
            new Bundles(),
            new Followers(),
            new UndoneOrders());

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "the store to play on, such as memory: or jdbc:h2:file:/tmp/tour; it has to be empty (default:"
                            + " RocksDB in a temporary folder)")
    private @Nullable String store;

    @Option(names = "--scene", paramLabel = "N", description = "play this scene only, 1 to 16 (default: all)")
    private @Nullable Integer scene;

    private final PrintWriter out;

    private Tour(PrintWriter out) {
        this.out = out;
    }

    /**
     * Plays the scenes.
     *
     * @param out where the scenes are told
     * @param err where the reason goes if they can't be played
     * @param args the command line
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Tour(out)).setOut(out).setErr(err).execute(args);
    }

    /**
     * Plays the scenes, and ends the JVM with the exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    @Override
    public Integer call() throws IOException {
        if (scene != null && (scene < 1 || scene > SCENES.size())) {
            throw refusal("--scene is 1 to " + SCENES.size() + "; found " + scene);
        }
        if (store != null) {
            playOn(store);
            return CommandLine.ExitCode.OK;
        }
        Path folder = Files.createTempDirectory("varve-tour-");
        try {
            playOn("rocksdb:" + folder.resolve("tour"));
        } finally {
            deleteRecursively(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    private void playOn(String url) {
        try (Stage stage = new Stage(SnapshotStores.open(url), out)) {
            if (!stage.states().tenants().isEmpty()) {
                throw refusal("the store " + SnapshotStores.masked(url) + " is not empty: it has the tenants "
                        + stage.states().tenants().mkString(", "));
            }
            for (int i = 0; i < SCENES.size(); i++) {
                if (scene == null || scene == i + 1) {
                    out.printf("%d. %s%n", i + 1, SCENES.get(i).title());
                    SCENES.get(i).play(stage);
                }
            }
        } catch (StoreException | VarveException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException refusal(String message) {
        if (spec == null) {
            throw new AssertionError("picocli sets the spec before it calls");
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private static void deleteRecursively(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
