package io.varve.bench.job;

import io.varve.SnapshotRef;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.bench.job.subject.Backend;
import io.varve.bench.job.subject.Bank;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.VarveSubject;
import io.varve.bundle.BundleManifest;
import io.varve.bundle.ImportResult;
import io.varve.spi.SnapshotStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Carrying a bank with ten snapshots, 100 changes apart, to another store of the same kind, by a file that is synced. */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill().
public class BundleBenchmark extends ForkedBenchmark {

    private static final int SNAPSHOTS = 10;
    private static final int CHANGES = 100;
    private static final String COPY = "copy";

    /** Which stores there are at both ends. */
    @Param({"memory", "rocksdb", "h2", "postgresql"})
    public String backend;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private StoreFolder from;
    private StoreFolder to;
    private Backend place;
    private VarveSubject varve;
    private StateManager<Bank> target;
    private Path full;
    private Path since;
    private BundleManifest written;

    /** Takes the snapshots, and writes a full bundle and one of what is new since the last but one. */
    @Setup(Level.Trial)
    public void fill() throws IOException {
        from = new StoreFolder();
        to = new StoreFolder();
        varve = new VarveSubject(Backend.in(backend, from.path()), SNAPSHOTS + 1, Optional.empty());
        varve.load(size);
        Keys keys = new Keys(size);
        for (int i = 1; i < SNAPSHOTS; i++) {
            for (int change = 0; change < CHANGES; change++) {
                varve.deposit(keys.next());
            }
            varve.snapshot();
        }
        place = Backend.in(backend, to.path());
        target = StateManager.builder(Bank.class)
                .store(SnapshotStores.open(place.url()))
                .initialState(Bank.EMPTY)
                .open();
        full = from.path().resolve("full.varve");
        since = from.path().resolve("since.varve");
        written = bank().exportBundle().to(full);
        Object incremental = exportSince();
        if (incremental.equals(written)) {
            throw new IllegalStateException(backend + " wrote the same bundle twice");
        }
    }

    private Tenant<Bank> bank() {
        return varve.bank();
    }

    /** Removes what was imported. */
    @Setup(Level.Invocation)
    public void clear() {
        if (target.findTenant(COPY).isDefined()) {
            target.removeTenant(COPY);
        }
    }

    /** Writes all of it. */
    @Benchmark
    public BundleManifest exportAll() throws IOException {
        return bank().exportBundle().to(full);
    }

    /** Writes what is new since the last but one snapshot. */
    @Benchmark
    public BundleManifest exportSince() throws IOException {
        return bank().exportBundle()
                .since(SnapshotRef.index(bank().snapshotCount() - 2))
                .to(since);
    }

    /** Reads all of it into a store that has none of it. */
    @Benchmark
    public ImportResult<Bank> importAll() throws IOException {
        ImportResult<Bank> result = target.importBundle().as(COPY).from(full);
        if (!result.manifest().fingerprint().equals(written.fingerprint()) || result.snapshotsAdded() != SNAPSHOTS) {
            throw new IllegalStateException(backend + " imported something else: " + result);
        }
        return result;
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void end() {
        target.close();
        place.close();
        varve.close();
        from.close();
        to.close();
    }
}
