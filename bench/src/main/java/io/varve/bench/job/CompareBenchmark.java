package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Comparison;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Two snapshots, 100 changes apart, of a subject that was just opened: what is different? */
@Needs({Ability.REOPEN, Ability.COMPARE})
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class CompareBenchmark extends JobBenchmark {

    /** Who does it. */
    @Param({"varve-rocksdb", "varve-h2", "varve-postgresql", "naive-rocksdb", "naive-h2", "hollow", "javers", "jgit"})
    public String subject;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private Comparison found;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** Nothing is on the heap. */
    @Setup(Level.Invocation)
    public void reopen() {
        job.stop();
        job.start();
    }

    /** Nothing that is wrong is measured. */
    @TearDown(Level.Invocation)
    public void check() {
        job.check(found, 1);
    }

    /** Lists the changes. */
    @Benchmark
    public void compare() {
        found = job.subject().compare(1, 0);
    }
}
