package io.varve.bench.command;

import io.varve.bench.report.ReportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The jar's commands. What is none of them goes to JMH. */
@Command(
        name = "benchmarks",
        sortOptions = false,
        header = "Measures Varve beside its peers.",
        customSynopsis = {
            "java -jar benchmarks.jar [JMH's options]   runs benchmarks (-h lists JMH's options, -l the benchmarks)",
            "java -jar benchmarks.jar COMMAND [-h]"
        },
        description = {
            "",
            "All benchmarks take hours; choose some by a pattern and parameters:",
            "  java -jar benchmarks.jar MapBenchmark -p size=1000 -p key=STRING -rff maps.json",
            "Results are JSON (default: " + JmhRun.DEFAULT_FILE
                    + "), with the machine and all versions in a second file",
            "beside it. A benchmark whose subject answers wrongly fails, and the exit code is 1.",
            ""
        },
        subcommands = {QuickCommand.class, FullCommand.class, MemoryCommand.class, ReportCommand.class})
public final class BenchCommand {

    private BenchCommand() {}

    /**
     * Runs a command, or JMH.
     *
     * @param args the arguments
     * @return the exit code: 0 if all went well, 1 if benchmarks failed, 2 if it could not be tried
     */
    public static int run(String... args) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commands = new CommandLine(new BenchCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    if (!(exception instanceof ReportException) && !(exception instanceof RunnerException)) {
                        throw exception;
                    }
                    err.println(exception.getMessage());
                    return 2;
                });
        if (args.length == 1 && args[0].equals("--help")) {
            commands.usage(out);
            return 0;
        }
        return args.length > 0 && commands.getSubcommands().containsKey(args[0])
                ? commands.execute(args)
                : jmh(out, err, args);
    }

    private static int jmh(PrintWriter out, PrintWriter err, String... args) {
        try {
            CommandLineOptions options = new CommandLineOptions(args);
            if (options.shouldHelp()
                    || options.shouldList()
                    || options.shouldListWithParams()
                    || options.shouldListProfilers()
                    || options.shouldListResultFormats()) {
                org.openjdk.jmh.Main.main(args);
                return 0;
            }
            Set<String> failed = new JmhRun(options, System.out).run();
            failed.forEach(each -> err.println("failed, and not in the results: " + each));
            out.println("results: " + options.getResult().orElse(JmhRun.DEFAULT_FILE));
            return failed.isEmpty() ? 0 : 1;
        } catch (NoBenchmarksException e) {
            err.println("no benchmark matches " + String.join(" ", args) + "; -l lists all");
            return 2;
        } catch (CommandLineOptionException | RunnerException | ReportException e) {
            err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("JMH can't read or write: " + e.getMessage());
            return 2;
        }
    }
}
