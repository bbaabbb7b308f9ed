package io.varve.bench.job;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What it is all about: 100 accounts change, and what is there then is kept. */
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class SnapshotBenchmark extends JobBenchmark {

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

    private int[] numbers;
    private String[] keys;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** Chooses who changes. */
    @Setup(Level.Invocation)
    public void choose() {
        numbers = job.nextChange();
        keys = Job.keys(numbers);
    }

    /** Tells the model. */
    @TearDown(Level.Invocation)
    public void changed() {
        job.changed(numbers);
    }

    /** 100 changes and a snapshot: the median and the worst percentile. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void snapshot() {
        job.changeAndSnapshot(keys);
    }

    /** The same, with what was written meanwhile, in the background too: one long iteration. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Measurement(iterations = 1, time = 20)
    public void written(Written written) {
        written.beforeSnapshot(job.subject());
        job.changeAndSnapshot(keys);
    }
}
