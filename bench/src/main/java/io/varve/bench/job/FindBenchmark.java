package io.varve.bench.job;

import io.varve.SnapshotFilter;
import io.varve.SnapshotInfo;
import io.varve.SnapshotQuery;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.varve.bench.job.subject.Backend;
import io.varve.bench.job.subject.Bank;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.VarveSubject;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Finding one's way in a long history, which only Varve has words for. No state is read. */
@BenchmarkMode(Mode.AverageTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill().
public class FindBenchmark extends ForkedBenchmark {

    private static final int NAMED_EVERY = 10;
    private static final int PAGE = 20;
    private static final String TAG = "tenth";

    /** Which store has the history. */
    @Param({"memory", "rocksdb", "h2", "postgresql"})
    public String backend;

    /** How many snapshots there are; every tenth is named and tagged. More may be asked for: {@code -p snapshots=100000 -p backend=memory}. */
    @Param({"100", "10000"})
    public int snapshots;

    private StoreFolder folder;
    private VarveSubject varve;
    private Keys numbers;

    /** Takes the snapshots. */
    @Setup(Level.Trial)
    public void fill() {
        folder = new StoreFolder();
        varve = new VarveSubject(Backend.in(backend, folder.path()), snapshots + 1, Optional.empty());
        numbers = new Keys(snapshots);
        varve.load(1);
        Tenant<Bank> bank = varve.bank();
        bank.delete(SnapshotRef.latest());
        for (int i = 0; i < snapshots; i++) {
            varve.deposit(Keys.of(0));
            bank.snapshot(
                    i % NAMED_EVERY == 0 ? SnapshotRequest.named(Keys.of(i)).tagged(TAG) : SnapshotRequest.automatic());
        }
    }

    /** Lists those that have a tag, one in ten. */
    @Benchmark
    public int filter() {
        int seen = varve.bank().snapshots(SnapshotFilter.all().tagged(TAG)).size();
        if (seen != (snapshots + NAMED_EVERY - 1) / NAMED_EVERY) {
            throw new IllegalStateException(backend + " finds " + seen + " of " + snapshots + " snapshots");
        }
        return seen;
    }

    /** Lists the newest twenty that have a tag, by a part of the time. */
    @Benchmark
    public int page() {
        Instant oldest = varve.bank().find(SnapshotRef.index(0)).get().createdAt();
        int seen = varve.bank()
                .snapshots(SnapshotQuery.of(SnapshotFilter.all().tagged(TAG).from(oldest))
                        .newestFirst()
                        .limitedTo(PAGE))
                .snapshots()
                .size();
        if (seen != Math.min(PAGE, (snapshots + NAMED_EVERY - 1) / NAMED_EVERY)) {
            throw new IllegalStateException(backend + " finds a page of " + seen);
        }
        return seen;
    }

    /** Lists those that nobody took, for which each has to be looked at. */
    @Benchmark
    public int scan() {
        int seen = varve.bank()
                .snapshots(SnapshotFilter.all().notTagged(TAG).described("nothing"))
                .size();
        if (seen != 0) {
            throw new IllegalStateException(backend + " finds " + seen + " that are not there");
        }
        return seen;
    }

    /** Looks one up by position, and then by the time at which that was taken. */
    @Benchmark
    public Option<SnapshotInfo> find() {
        int index = numbers.nextNumber();
        Option<SnapshotInfo> found = varve.bank()
                .find(SnapshotRef.index(index))
                .flatMap(info -> varve.bank().find(SnapshotRef.asOf(info.createdAt())));
        if (found.isEmpty()) {
            throw new IllegalStateException(backend + " finds no snapshot " + index + " by its time");
        }
        return found;
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void end() {
        varve.close();
        folder.close();
    }
}
