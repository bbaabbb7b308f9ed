package io.varve.bench.job;

import io.varve.bench.job.subject.Depositors;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Durable changes by many threads, each change on disk before its thread makes the next: Varve in EVERY_TRANSITION, and raw
 * RocksDB, in which a change is one synced put of the account, as the floor. Both put concurrent changes into one write.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class ThroughputBenchmark extends ForkedBenchmark {

    private static final int CHANGES = 3_200;

    /** Who does it. */
    @Param({"raw-rocksdb", "rocksdb", "h2", "postgresql", "memory"})
    public String backend;

    /** How many threads there are. */
    @Param({"1", "2", "8", "64"})
    public int threads;

    /** How many tenants they change in turn. */
    @Param({"1", "64"})
    public int tenants;

    /** How many accounts there are, of all tenants together. */
    @Param("64000")
    public int size;

    private StoreFolder folder;
    private Depositors depositors;
    private ExecutorService pool;
    private long rounds;

    /** Loads the accounts. */
    @Setup(Level.Trial)
    public void begin() {
        folder = new StoreFolder();
        depositors = Depositors.open(backend, folder.path(), tenants, size / tenants);
        pool = Executors.newFixedThreadPool(threads);
    }

    /** Changes 3,200 accounts. */
    @Benchmark
    @OperationsPerInvocation(CHANGES)
    public void apply() throws InterruptedException, ExecutionException {
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            work.add(changes(thread));
        }
        for (Future<Void> done : pool.invokeAll(work)) {
            done.get();
        }
        rounds++;
    }

    /** Each thread has accounts of its own in each tenant, so that none overtakes another's change of the same. */
    private Callable<Void> changes(int thread) {
        long round = rounds;
        return () -> {
            int own = size / tenants / threads;
            for (int i = 0; i < CHANGES / threads; i++) {
                int number = thread + threads * (int) ((round * 31 + i) % own);
                depositors.deposit((thread + i) % tenants, Keys.of(number));
            }
            return null;
        };
    }

    /** A change that is missing was not measured. */
    @TearDown(Level.Trial)
    public void end() {
        pool.shutdown();
        depositors.reopen();
        long found = depositors.deposited();
        depositors.close();
        folder.close();
        if (found != rounds * CHANGES) {
            throw new IllegalStateException(
                    backend + " has " + found + " of " + rounds * CHANGES + " changes after it was opened again");
        }
    }
}
