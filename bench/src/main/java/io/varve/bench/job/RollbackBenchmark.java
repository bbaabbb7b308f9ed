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

/** Going 40 snapshots back. */
@Needs(Ability.ROLLBACK)
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class RollbackBenchmark extends JobBenchmark {

    /** Who does it. */
    @Param({
        "varve-memory",
        "varve-rocksdb",
        "varve-h2",
        "varve-postgresql",
        "vavr",
        "mvstore",
        "naive-rocksdb",
        "naive-h2",
        "rocksdb-checkpoints",
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

    /** Nothing that is wrong is measured; then it goes forward again, or through the same once more. */
    @TearDown(Level.Invocation)
    public void forward() {
        if (read == null) {
            job.checkSum(sum, Job.HISTORY);
        } else {
            job.check(read, number, Job.HISTORY);
        }
        if (job.can(Ability.FORWARD)) {
            job.subject().rollback(0);
        } else {
            job.droppedNewest(Job.HISTORY);
            job.fill(Job.HISTORY);
        }
    }

    /** Goes back and reads one account. */
    @Benchmark
    public void first() {
        job.subject().rollback(Job.HISTORY);
        read = job.subject().get(key);
    }

    /** Goes back and reads all accounts. */
    @Benchmark
    public void all() {
        job.subject().rollback(Job.HISTORY);
        sum = job.subject().checksum();
    }
}
