package io.varve.examples;

import io.varve.examples.replay.GenerateHistory;
import io.varve.examples.replay.GitReplay;
import io.varve.examples.tour.Tour;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * What the README's run command starts. Without arguments: the {@link Tour}, then {@link GitReplay} of the repository
 * that it is run in. With arguments, one of the programs:
 *
 * <pre>
 * quickstart
 * tour      [options of {@link Tour}]
 * replay    [options of {@link GitReplay}]
 * generate  [options of {@link GenerateHistory}]
 * </pre>
 */
public final class Main {

    private static final String USAGE = """
            Usage: without arguments the tour, then a replay of the git repository in the current folder; or
              quickstart            the README's example, step by step
              tour [--help …]       sixteen short scenes that show what Varve does
              replay [--help …]     a git history, replayed into Varve and compared with git
              generate [--help …]   a made-up git history to replay""";

    private Main() {}

    /**
     * Runs the programs, and ends the JVM with their exit code.
     *
     * @param args see above
     * @throws IOException if there is no room for temporary folders
     */
    public static void main(String[] args) throws IOException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, List.of(args)));
    }

    private static int run(PrintWriter out, PrintWriter err, List<String> args) throws IOException {
        if (args.isEmpty()) {
            return everything(out, err);
        }
        String[] options = args.subList(1, args.size()).toArray(String[]::new);
        return switch (args.get(0)) {
            case "quickstart" -> quickstart(out);
            case "tour" -> Tour.run(out, err, options);
            case "replay" -> GitReplay.run(out, err, options);
            case "generate" -> GenerateHistory.run(out, err, options);
            case "--help", "-h" -> {
                out.println(USAGE);
                yield 0;
            }
            default -> {
                err.println("there is no program '" + args.get(0) + "'");
                err.println(USAGE);
                yield 2;
            }
        };
    }

    private static int everything(PrintWriter out, PrintWriter err) throws IOException {
        out.println("== Tour: sixteen short scenes on RocksDB");
        int toured = Tour.run(out, err);
        if (toured != 0) {
            return toured;
        }
        out.println();
        out.println("== GitReplay: a git history, killed and reopened midway, compared with git");
        if (new FileRepositoryBuilder()
                        .findGitDir(new File("").getAbsoluteFile())
                        .getGitDir()
                != null) {
            return GitReplay.run(out, err);
        }
        out.println(
                "There is no git repository here (is this a source archive?): replaying a made-up history instead.");
        String folder = Files.createTempDirectory("varve-history-").toString();
        int written = GenerateHistory.run(out, err, folder, "--commits", "500", "--files", "300", "--tag-every", "25");
        return written == 0 ? GitReplay.run(out, err, "--repo", folder) : written;
    }

    private static int quickstart(PrintWriter out) throws IOException {
        new Quickstart(out).run();
        return 0;
    }
}
