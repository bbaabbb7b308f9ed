package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Forgetting: the ten oldest snapshots go, with all that only they needed. */
@Needs(Ability.DELETE)
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class DeleteBenchmark extends JobBenchmark {

    /** Who does it. */
    @Param({
        "varve-memory",
        "varve-rocksdb",
        "varve-h2",
        "varve-postgresql",
        "vavr",
        "xodus",
        "lmdb",
        "naive-rocksdb",
        "naive-h2",
        "rocksdb-checkpoints"
    })
    public String subject;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private static final int COUNT = 10;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY - COUNT);
    }

    /** Makes as many new ones. */
    @Setup(Level.Invocation)
    public void refill() {
        job.fill(COUNT);
    }

    /** Tells the model. */
    @TearDown(Level.Invocation)
    public void forget() {
        job.droppedOldest(COUNT);
    }

    /** Deletes them and collects the garbage. */
    @Benchmark
    public void delete() {
        job.subject().deleteOldest(COUNT);
    }
}
