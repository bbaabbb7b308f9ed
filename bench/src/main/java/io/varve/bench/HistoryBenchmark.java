package io.varve.bench;

import io.varve.SnapshotFilter;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.StateManager;
import io.varve.Tenant;
import io.varve.collection.PersistentMap;
import io.varve.spi.SnapshotStores;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a long history costs: listing, looking up, and opening a tenant that has one. No state is read. */
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill().
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
public class HistoryBenchmark {

    private static final int NAMED_EVERY = 10;

    /** Which store has the history. */
    @Param({"memory", "rocksdb", "h2"})
    public String backend;

    /** How many snapshots there are; every tenth is named and tagged. */
    @Param({"100", "10000"})
    public int snapshots;

    private StoreFolder folder;
    private String url;
    private StateManager<Bank> states;
    private Tenant<Bank> bank;
    private Keys numbers;

    /** Takes the snapshots. */
    @Setup(Level.Trial)
    public void fill() throws IOException {
        folder = new StoreFolder();
        url = folder.url(backend);
        numbers = new Keys(snapshots);
        states = open();
        bank = states.createTenant("bank");
        for (int i = 0; i < snapshots; i++) {
            String key = Keys.of(i);
            int number = i;
            bank.apply(state -> new Bank(PersistentMap.of(key, Account.of(number))));
            bank.snapshot(
                    i % NAMED_EVERY == 0 ? SnapshotRequest.named(key).tagged("tenth") : SnapshotRequest.automatic());
        }
        if (list() != snapshots || filter() != (snapshots + NAMED_EVERY - 1) / NAMED_EVERY || !find().isDefined()) {
            throw new IllegalStateException(backend + " does not keep the history it is given");
        }
    }

    private StateManager<Bank> open() {
        return StateManager.builder(Bank.class)
                .store(SnapshotStores.open(url))
                .initialState(new Bank(PersistentMap.empty()))
                .open();
    }

    /** Closes the store and removes its files. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        states.close();
        folder.close();
    }

    /** Lists all snapshots and looks at each. */
    @Benchmark
    public int list() {
        int seen = 0;
        for (SnapshotInfo info : bank.snapshots()) {
            seen += info.id().isEmpty() ? 0 : 1;
        }
        return seen;
    }

    /** Lists the tenth of them that has a tag. */
    @Benchmark
    public int filter() {
        Seq<SnapshotInfo> tagged = bank.snapshots(SnapshotFilter.all().tagged("tenth"));
        return tagged.size();
    }

    /** Looks one up by position, and then by the time at which that was taken. */
    @Benchmark
    public Option<SnapshotInfo> find() {
        int index = numbers.nextNumber();
        return bank.find(SnapshotRef.index(index)).flatMap(info -> bank.find(SnapshotRef.asOf(info.createdAt())));
    }

    /** Closes and opens the store and the tenant with its history; in memory, nothing. */
    @Benchmark
    public int reopen() {
        if (!backend.equals("memory")) {
            states.close();
            states = open();
            bank = states.tenant("bank");
        }
        return bank.snapshotCount();
    }
}
