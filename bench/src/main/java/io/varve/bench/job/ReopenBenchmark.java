package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Keys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Opening what was kept, in a JVM that has done so before. */
@Needs(Ability.REOPEN)
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class ReopenBenchmark extends JobBenchmark {

    /** Who does it. */
    @Param({
        "varve-rocksdb",
        "varve-h2",
        "varve-postgresql",
        "xodus",
        "lmdb",
        "mvstore",
        "naive-rocksdb",
        "naive-h2",
        "rocksdb-checkpoints",
        "eclipsestore",
        "hollow",
        "javers",
        "jgit",
        "prevayler"
    })
    public String subject;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private int number;
    private String key;
    private Account read;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** Closes, and chooses who is read. */
    @Setup(Level.Invocation)
    public void stop() {
        number = job.nextNumber();
        key = Keys.of(number);
        job.stop();
    }

    /** Nothing that is wrong is measured. */
    @TearDown(Level.Invocation)
    public void check() {
        job.check(read, number, 0);
    }

    /** Opens and reads one account. */
    @Benchmark
    public void first() {
        job.start();
        read = job.subject().get(key);
    }
}
