package io.varve.bench;

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

/** The whole job on each store, and on a Vavr map with a list of versions as the floor that has no disk. */
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls load().
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
public class SnapshotBenchmark {

    private static final int CHANGES = 100;
    private static final int HISTORY = 40;

    /** Who does the work. */
    @Param({"memory", "rocksdb", "h2", "vavr"})
    public String subject;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private StoreFolder folder;
    private Subject bank;
    private Keys keys;

    /** Loads the accounts, and makes a history of {@value #HISTORY} snapshots. */
    @Setup(Level.Trial)
    public void load() throws IOException {
        folder = new StoreFolder();
        keys = new Keys(size);
        bank = subject.equals("vavr") ? new VavrSubject(size) : new VarveSubject(folder.url(subject), size);
        for (int i = 0; i < HISTORY; i++) {
            changeAndSnapshot();
        }
        verify();
    }

    /** A subject that forgets or invents deposits is not measured. */
    private void verify() {
        String key = Keys.of(0);
        long before = bank.balance(key);
        bank.deposit(key);
        bank.snapshot();
        if (bank.balance(key) != before + 1
                || bank.balanceAt(0, key) != before + 1
                || bank.balanceAt(1, key) != before) {
            throw new IllegalStateException(subject + " does not keep what it is given");
        }
    }

    /** Closes the subject and removes its files. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        bank.close();
        folder.close();
    }

    /** Reads one account of the head. */
    @Benchmark
    public long get() {
        return bank.balance(keys.next());
    }

    /** Changes one account, without a snapshot. */
    @Benchmark
    public void apply() {
        bank.deposit(keys.next());
    }

    /** Changes 100 accounts, then takes a snapshot, durable where the subject can. */
    @Benchmark
    public void changeAndSnapshot() {
        for (int i = 0; i < CHANGES; i++) {
            bank.deposit(keys.next());
        }
        bank.snapshot();
    }

    /** Changes four accounts as an atomic transaction with a checkpoint in the middle, durable where the subject can. */
    @Benchmark
    public void transaction() {
        bank.transact(keys.next(), keys.next(), keys.next(), keys.next());
    }

    /** Reads one account as it was 40 snapshots ago. */
    @Benchmark
    public long readBack() {
        return bank.balanceAt(HISTORY, keys.next());
    }

    /** Goes 10 snapshots back and to the latest again. */
    @Benchmark
    public void rollback() {
        bank.rollbackAndForward(10);
    }

    /** Closes and opens again, and reads one account. */
    @Benchmark
    public long reopen() {
        bank.reopen();
        return bank.balance(keys.next());
    }
}
