package io.varve.bench.job;

import io.varve.Durability;
import io.varve.SnapshotRef;
import io.varve.bench.job.subject.Backend;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.Subjects;
import io.varve.bench.job.subject.VarveSubject;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What each durability mode of Varve costs on each of its stores. */
@BenchmarkMode(Mode.SampleTime)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class DurabilityBenchmark extends JobBenchmark {

    /** Which store. */
    @Param({"memory", "rocksdb", "h2", "postgresql"})
    public String backend;

    /** When changes are durable, as far as the store is. */
    @Param({"ASYNC", "ON_SNAPSHOT", "EVERY_TRANSITION"})
    public Durability durability;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private VarveSubject varve;

    /** Loads the accounts. */
    @Setup(Level.Trial)
    public void begin() {
        folder = new StoreFolder();
        varve = new VarveSubject(Backend.in(backend, folder.path()), Subjects.KEPT, Optional.of(durability));
        begin(varve, size, 1);
    }

    /** The next change of one account. */
    @State(Scope.Thread)
    public static class One {
        private int number;
        private IntStream.Builder changed = IntStream.builder();

        /** Chooses it. */
        @Setup(Level.Invocation)
        public void choose(DurabilityBenchmark benchmark) {
            number = benchmark.job.nextNumber();
            changed.add(number);
        }

        /** Takes a snapshot of all changes, and tells the model. */
        @TearDown(Level.Iteration)
        public void keep(DurabilityBenchmark benchmark) {
            benchmark.varve.snapshot();
            benchmark.job.changed(changed.build().toArray());
            changed = IntStream.builder();
        }
    }

    /** The next change of 100 accounts. */
    @State(Scope.Thread)
    public static class Hundred {
        private int[] numbers = {};
        private String[] keys = {};

        /** Chooses them. */
        @Setup(Level.Invocation)
        public void choose(DurabilityBenchmark benchmark) {
            numbers = benchmark.job.nextChange();
            keys = Job.keys(numbers);
        }

        /** Tells the model. */
        @TearDown(Level.Invocation)
        public void changed(DurabilityBenchmark benchmark) {
            benchmark.job.changed(numbers);
        }
    }

    /** The next change of 100 accounts, made already and of a tenant for whom nothing is being written. */
    @State(Scope.Thread)
    public static class Changed {

        /** Waits until the last snapshot is written, which the question for its footprint does, and changes. */
        @Setup(Level.Invocation)
        public void change(DurabilityBenchmark benchmark) {
            benchmark.varve.bank().footprint(SnapshotRef.latest());
            int[] numbers = benchmark.job.nextChange();
            for (String key : Job.keys(numbers)) {
                benchmark.varve.deposit(key);
            }
            benchmark.job.changed(numbers);
        }
    }

    /** The next change of one account, made already; all before are written from time to time. */
    @State(Scope.Thread)
    public static class OneChanged {

        private static final int UNWRITTEN = 256;

        private int left;

        /** Changes it. A full queue would have the call wait, so its writer is let catch up. */
        @Setup(Level.Invocation)
        public void change(DurabilityBenchmark benchmark) {
            if (left-- == 0) {
                benchmark.varve.bank().footprint(SnapshotRef.latest());
                left = UNWRITTEN;
            }
            int number = benchmark.job.nextNumber();
            benchmark.varve.deposit(Keys.of(number));
            benchmark.job.changed(new int[] {number});
        }
    }

    /** Changes one account. */
    @Benchmark
    public void apply(One one) {
        varve.deposit(Keys.of(one.number));
    }

    /** Changes 100 accounts and takes a snapshot; in ASYNC, as fast as the background keeps up. */
    @Benchmark
    public void changeAndSnapshot(Hundred hundred) {
        job.changeAndSnapshot(hundred.keys);
    }

    /** The call of {@code snapshot} alone, after 100 changes. */
    @Benchmark
    public void snapshot(Changed changed) {
        varve.snapshot();
    }

    /** The same after one change, so often that its code is compiled. */
    @Benchmark
    public void snapshotOften(OneChanged changed) {
        varve.snapshot();
    }
}
