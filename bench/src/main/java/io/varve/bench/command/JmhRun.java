package io.varve.bench.command;

import io.varve.bench.collection.CollectionSubjects;
import io.varve.bench.job.JobSubjects;
import io.varve.bench.report.Environment;
import io.varve.bench.report.SubjectNote;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A run of JMH that keeps the environment beside its results, and knows which benchmarks gave none: JMH goes on after a
 * benchmark that fails, and leaves it out.
 */
public final class JmhRun {

    /** Where results go if nobody says otherwise. */
    public static final String DEFAULT_FILE = "jmh-result.json";

    private final Options options;
    private final PrintStream out;

    /**
     * Makes a run.
     *
     * @param options what to run; results are JSON unless it says otherwise
     * @param out where JMH shows its progress
     */
    public JmhRun(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the benchmarks.
     *
     * @return those that failed, as JMH identifies them
     * @throws RunnerException if JMH can't run, or was told to stop at the first failure
     */
    public Set<String> run() throws RunnerException {
        String file = options.getResult().orElse(DEFAULT_FILE);
        ResultFormatType format = options.getResultFormat().orElse(ResultFormatType.JSON);
        Options kept = new OptionsBuilder()
                .parent(options)
                .result(file)
                .resultFormat(format)
                .build();
        Map<String, String> versions = Environment.builtVersions();
        List<SubjectNote> notes = new ArrayList<>(CollectionSubjects.notes(versions));
        Environment.current(notes).write(Path.of(file));
        Set<String> started = new LinkedHashSet<>();
        boolean job = false;
        for (RunResult result : new Runner(kept, noting(started)).run()) {
            started.remove(result.getParams().id());
            job |= result.getParams().getBenchmark().startsWith(JobSubjects.PACKAGE);
        }
        if (job) {
            notes.addAll(JobSubjects.notes(versions));
            Environment.current(notes).write(Path.of(file));
        }
        return started;
    }

    /** JMH's own output, of which it is noted what is started. */
    private OutputFormat noting(Set<String> started) {
        OutputFormat shown = OutputFormatFactory.createFormatInstance(
                out, options.verbosity().orElse(VerboseMode.NORMAL));
        return (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")) {
                        started.add(((BenchmarkParams) arguments[0]).id());
                    }
                    try {
                        return method.invoke(shown, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
