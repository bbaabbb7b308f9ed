package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Keys;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The past, 40 snapshots back, for a process that made those snapshots. */
@Needs(Ability.PAST)
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class PastBenchmark extends JobBenchmark {

    /** Who does it. */
    @Param({
        "varve-memory",
        "varve-rocksdb",
        "varve-h2",
        "varve-postgresql",
        "vavr",
        "xodus",
        "lmdb",
        "mvstore",
        "naive-rocksdb",
        "naive-h2",
        "rocksdb-checkpoints",
        "hollow",
        "javers",
        "jgit"
    })
    public String subject;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private int number;
    private String key;
    private @Nullable Account read;
    private long sum;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** Chooses who is read. */
    @Setup(Level.Invocation)
    public void choose() {
        number = job.nextNumber();
        key = Keys.of(number);
        read = null;
    }

    /** Nothing that is wrong is measured. */
    @TearDown(Level.Invocation)
    public void check() {
        if (read == null) {
            job.checkSum(sum, Job.HISTORY);
        } else {
            job.check(read, number, Job.HISTORY);
        }
    }

    /** Reads one account as it was. */
    @Benchmark
    public void first() {
        read = job.subject().at(Job.HISTORY).get(key);
    }

    /** Reads all accounts as they were. */
    @Benchmark
    public void all() {
        sum = job.subject().at(Job.HISTORY).checksum();
    }
}
