package io.varve.bench.command;

import io.varve.bench.report.ReportWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a report of results. */
@SuppressWarnings("NullAway.Init") // picocli sets what is required.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Turns results into one page of HTML, charts (SVG, PNG) and tables in Markdown.")
final class ReportCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "JSON", description = "what JMH wrote, or the command memory")
    private List<Path> files;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "where the report goes")
    private Path folder;

    @Override
    public Integer call() {
        Path page = new ReportWriter(folder).write(files);
        Objects.requireNonNull(spec).commandLine().getOut().println("report: " + page);
        return 0;
    }
}
