package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subject;
import io.varve.bench.job.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who is not measured by which benchmark, and why: for reports, whose results can't say it. */
public final class Limits {

    /** The benchmarks that not every subject can do. */
    static final List<Class<?>> BENCHMARKS = List.of(
            SnapshotBenchmark.class,
            HeadBenchmark.class,
            LoadBenchmark.class,
            PastBenchmark.class,
            PastReopenedBenchmark.class,
            RollbackBenchmark.class,
            ReopenBenchmark.class,
            ListBenchmark.class,
            DeleteBenchmark.class,
            CompareBenchmark.class);

    private Limits() {}

    /**
     * Asks all subjects but Varve on PostgreSQL, which would have to be started and can all that Varve on H2 can.
     *
     * @return what is not measured
     */
    public static List<Limit> all() {
        List<Limit> limits = new ArrayList<>();
        for (String name : Subjects.names()) {
            if (name.equals("varve-postgresql")) {
                continue;
            }
            try (StoreFolder folder = new StoreFolder();
                    Subject subject = Subjects.open(name, folder.path(), Subjects.KEPT)) {
                subject.cannot().forEach((ability, reason) -> addAll(limits, name, Map.entry(ability, reason)));
            }
        }
        return limits;
    }

    private static void addAll(List<Limit> limits, String subject, Map.Entry<Ability, String> cannot) {
        for (Class<?> benchmark : BENCHMARKS) {
            Needs needs = benchmark.getAnnotation(Needs.class);
            if (needs != null && List.of(needs.value()).contains(cannot.getKey())) {
                limits.add(new Limit(benchmark.getName(), subject, cannot.getValue()));
            }
        }
    }
}
