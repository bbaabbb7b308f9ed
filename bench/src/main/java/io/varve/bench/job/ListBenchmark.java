package io.varve.bench.job;

import io.varve.bench.job.subject.Ability;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subject;
import io.varve.bench.job.subject.Subjects;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Listing a long history of ten accounts. No state is read. */
@Needs(Ability.LIST)
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill().
public class ListBenchmark extends ForkedBenchmark {

    private static final int SIZE = 10;

    /** Who does it. */
    @Param({
        "varve-memory",
        "varve-rocksdb",
        "varve-h2",
        "varve-postgresql",
        "naive-rocksdb",
        "naive-h2",
        "hollow",
        "jgit"
    })
    public String subject;

    /** How many snapshots there are. */
    @Param({"100", "10000"})
    public int snapshots;

    private StoreFolder folder;
    private Job job;

    /** Takes the snapshots, with one change before each. */
    @Setup(Level.Trial)
    public void fill() {
        folder = new StoreFolder();
        Subject listing = Subjects.open(subject, folder.path(), snapshots);
        job = new Job(listing, SIZE);
        IntStream.range(1, snapshots).forEach(i -> {
            int number = job.nextNumber();
            job.changeAndSnapshot(Job.keys(number));
            job.changed(number);
        });
    }

    /** Looks at each. */
    @Benchmark
    public int list() {
        int seen = job.subject().list();
        if (seen != snapshots) {
            throw new IllegalStateException(subject + " lists " + seen + " of " + snapshots + " snapshots");
        }
        return seen;
    }

    /** Checks the accounts, and removes the files. */
    @TearDown(Level.Trial)
    public void end() {
        job.verify();
        job.close();
        folder.close();
    }
}
