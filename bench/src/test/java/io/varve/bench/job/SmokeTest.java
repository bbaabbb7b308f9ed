package io.varve.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.bench.job.subject.Subjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.runner.options.WarmupMode;

/** Each benchmark once, in this JVM, with next to no accounts. Who does the job right is {@link JobTest}'s. */
class SmokeTest {

    private static final String PACKAGE = "io\\.varve\\.bench\\.job\\.";

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(PACKAGE)
                        .forks(0)
                        .warmupIterations(0)
                        .warmupMode(WarmupMode.INDI)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .param("subject", "varve-rocksdb")
                        .param("backend", "rocksdb")
                        .param("durability", "ON_SNAPSHOT")
                        .param("reader", "VARVE")
                        .param("map", "PersistentMap")
                        .param("size", "640")
                        .param("snapshots", "20")
                        .param("versions", "5")
                        .param("threads", "64")
                        .param("tenants", "2")
                        .build())
                .run();
        Set<String> ran = new TreeSet<>();
        results.forEach(result -> ran.add(result.getParams().getBenchmark()));
        assertThat(ran).isEqualTo(all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xodus", "lmdb", "mvstore"})
    void whoLosesThePastByClosingHasItWhenItIsMeasured(String subject) {
        PastBenchmark benchmark = new PastBenchmark();
        benchmark.subject = subject;
        benchmark.size = 100;
        benchmark.begin();
        try {
            benchmark.choose();
            benchmark.first();
            benchmark.check();
        } finally {
            benchmark.end();
        }
    }

    private static Set<String> all() {
        Set<String> names = new TreeSet<>();
        BenchmarkList.defaultList().getAll(null, List.of()).forEach(entry -> {
            if (entry.getUsername().matches(PACKAGE + ".*")) {
                names.add(entry.getUsername());
            }
        });
        return names;
    }

    @Test
    void whoIsNotMeasuredByABenchmarkHasSaidWhy() throws NoSuchFieldException {
        List<Limit> limits = Limits.all();
        List<String> unexplained = new ArrayList<>();
        for (Class<?> benchmark : Limits.BENCHMARKS) {
            List<String> measured = List.of(
                    benchmark.getField("subject").getAnnotation(Param.class).value());
            for (String name : Subjects.names()) {
                boolean limited = limits.stream()
                        .anyMatch(limit -> limit.subject().equals(name)
                                && limit.benchmark().equals(benchmark.getName())
                                && limit.text().startsWith("can't: "));
                if (measured.contains(name) == limited) {
                    unexplained.add(benchmark.getSimpleName() + " " + name);
                }
            }
        }
        assertThat(unexplained).as("both measured and excused, or neither").isEmpty();
    }
}
