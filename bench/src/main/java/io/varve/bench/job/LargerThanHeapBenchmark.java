package io.varve.bench.job;

import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.EntryReader;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Reading any account of a state that is larger than the heap, beside a raw get of RocksDB. An account takes some 700 bytes
 * of heap, so that the sizes are four and ten times what the JVM has.
 */
@BenchmarkMode(Mode.AverageTime)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", ForkedBenchmark.NATIVE})
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls load().
public class LargerThanHeapBenchmark extends ForkedBenchmark {

    private static final int SAMPLES = 1_000;

    /** Who reads: Varve on RocksDB, RocksDB alone, or RocksDB alone with the account made of its bytes. */
    @Param({"VARVE", "RAW_BYTES", "RAW_ACCOUNT"})
    public EntryReader.Kind reader;

    /** How many accounts there are. */
    @Param({"1600000", "4000000"})
    public int size;

    private StoreFolder folder;
    private EntryReader reading;
    private Keys keys;
    private Keys sampled;

    /** Loads the accounts. */
    @Setup(Level.Trial)
    public void load() {
        folder = new StoreFolder();
        keys = new Keys(size);
        sampled = new Keys(size);
        reading = EntryReader.load(reader, folder.path(), size);
    }

    /** Reads one account, any. */
    @Benchmark
    public Object get() {
        return reading.read(keys.next());
    }

    /** Checks a thousand that are read in the same way. */
    @TearDown(Level.Iteration)
    public void check() {
        for (int i = 0; i < SAMPLES; i++) {
            int number = sampled.nextNumber();
            Account found = reading.account(Keys.of(number));
            if (!found.equals(Account.of(number))) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "%s is wrong about account %d: %s", reader, number, found));
            }
        }
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void end() {
        reading.close();
        folder.close();
    }
}
