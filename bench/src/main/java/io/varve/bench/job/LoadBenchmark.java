package io.varve.bench.job;

import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subject;
import io.varve.bench.job.subject.Subjects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Loading all accounts and keeping them, from nothing, and the heap that they take then. */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class LoadBenchmark extends ForkedBenchmark {

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

    private StoreFolder folder;
    private Subject loading;
    private Retained retained;
    private long expected;

    /** Adds up what all accounts are. */
    @Setup(Level.Trial)
    public void begin(Retained counter) {
        retained = counter;
        expected = new Model(size).checksum(0);
    }

    /** Opens somebody who has no accounts. */
    @Setup(Level.Invocation)
    public void open() {
        folder = new StoreFolder();
        loading = Subjects.open(subject, folder.path(), Subjects.KEPT);
        retained.before();
    }

    /** Loads them. */
    @Benchmark
    public void load() {
        loading.load(size);
    }

    /** Looks at the heap, checks, and removes the files. */
    @TearDown(Level.Invocation)
    public void check() {
        retained.after(1);
        try (StoreFolder removed = folder;
                Subject closed = loading) {
            if (closed.checksum() != expected) {
                throw new IllegalStateException(subject + " did not load all accounts into " + removed.path());
            }
        }
    }
}
