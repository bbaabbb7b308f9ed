package io.varve.examples.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a git repository to replay, as long as one likes; see {@link HistoryGenerator} for what is in it. */
@Command(
        name = "generate-history",
        mixinStandardHelpOptions = true,
        version = "varve generate-history 0.1",
        sortOptions = false,
        description = "Writes a bare git repository with a made-up history. The same options give the same commits.")
public final class GenerateHistory implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "where to write it; must be empty or not there yet")
    private Path folder = Path.of("");

    @Option(names = "--commits", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int commits = 5_000;

    @Option(names = "--files", paramLabel = "N", description = "about how many; default: ${DEFAULT-VALUE}")
    private int files = 2_000;

    @Option(names = "--tag-every", paramLabel = "N", description = "0 for no tags; default: ${DEFAULT-VALUE}")
    private int tagEvery = 100;

    @Option(names = "--seed", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private long seed = 1;

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
        return new CommandLine(new GenerateHistory()).setOut(out).setErr(err).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        check(command, commits >= 1, "--commits is at least 1; found " + commits);
        check(command, files >= 10, "--files is at least 10; found " + files);
        check(command, tagEvery >= 0, "--tag-every is not negative; found " + tagEvery);
        check(command, isFree(folder), folder + " is not an empty folder: give another one");
        HistoryGenerator.write(folder, new HistoryGenerator.Shape(seed, commits, files, tagEvery));
        command.commandLine().getOut().printf("%,d commits in %s%n", commits, folder.toAbsolutePath());
        return CommandLine.ExitCode.OK;
    }

    private static boolean isFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void check(CommandSpec command, boolean right, String message) {
        if (!right) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
