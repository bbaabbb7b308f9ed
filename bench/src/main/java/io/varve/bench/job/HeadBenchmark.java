package io.varve.bench.job;

import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Keys;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reading and changing the head, with nothing kept. */
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class HeadBenchmark extends JobBenchmark {

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

    private IntStream.Builder changed = IntStream.builder();

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** Changes that were measured are kept, so that the model can be asked for them. */
    @TearDown(Level.Iteration)
    public void keep() {
        job.subject().snapshot();
        job.changed(changed.build().toArray());
        changed = IntStream.builder();
        job.verifyHead();
    }

    /** Reads one account, any. */
    @Benchmark
    public Account get() {
        return job.subject().get(job.nextKey());
    }

    /** Changes one account, any. */
    @Benchmark
    public void apply() {
        int number = job.nextNumber();
        job.subject().deposit(Keys.of(number));
        changed.add(number);
    }
}
