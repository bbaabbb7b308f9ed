package io.varve.bench.job;

import io.varve.bench.job.subject.Account;
import io.varve.bench.job.subject.Comparison;
import io.varve.bench.job.subject.Keys;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How the cost grows with the number of accounts, while what changes stays the same; ten million are loaded in 16 GB of heap. */
@BenchmarkMode(Mode.SampleTime)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xmx16g",
            ForkedBenchmark.HUGE_PAGES,
            ForkedBenchmark.WHERE_KNOWN,
            ForkedBenchmark.NATIVE,
            ForkedBenchmark.OPEN_NIO,
            ForkedBenchmark.EXPORT_NIO
        })
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls begin().
public class GrowthBenchmark extends JobBenchmark {

    /** Who does it; others who can may be named. */
    @Param("varve-rocksdb")
    public String subject;

    /** How many accounts there are. */
    @Param({"1000", "10000", "100000", "1000000", "10000000"})
    public int size;

    /** Loads the accounts and makes a history. */
    @Setup(Level.Trial)
    public void begin() {
        begin(subject, size, Job.HISTORY);
    }

    /** The next change. */
    @State(Scope.Thread)
    public static class Change {
        private int[] numbers = {};
        private String[] keys = {};

        /** Chooses it. */
        @Setup(Level.Invocation)
        public void choose(GrowthBenchmark benchmark) {
            numbers = benchmark.job.nextChange();
            keys = Job.keys(numbers);
        }

        /** Tells the model. */
        @TearDown(Level.Invocation)
        public void changed(GrowthBenchmark benchmark) {
            benchmark.job.changed(numbers);
        }
    }

    /** An account that is read, and how far back. */
    @State(Scope.Thread)
    public static class Read {
        private int number;
        private String key = "";
        private int back;
        private @Nullable Account found;

        /** Chooses it. */
        @Setup(Level.Invocation)
        public void choose(GrowthBenchmark benchmark) {
            number = benchmark.job.nextNumber();
            key = Keys.of(number);
        }

        /** Nothing that is wrong is measured. */
        @TearDown(Level.Invocation)
        public void check(GrowthBenchmark benchmark) {
            benchmark.job.check(Objects.requireNonNull(found, "found"), number, back);
        }
    }

    /** A subject that is rolled forward afterwards. */
    @State(Scope.Thread)
    public static class Forward {

        /** Goes forward. */
        @TearDown(Level.Invocation)
        public void forward(GrowthBenchmark benchmark) {
            benchmark.job.subject().rollback(0);
        }
    }

    /** A subject that is stopped. */
    @State(Scope.Thread)
    public static class Stopped {

        /** Stops it. */
        @Setup(Level.Invocation)
        public void stop(GrowthBenchmark benchmark) {
            benchmark.job.stop();
        }
    }

    /** A subject that was opened again and knows nothing yet, and what it finds. */
    @State(Scope.Thread)
    public static class Reopened {
        private @Nullable Comparison found;

        /** Opens it again. */
        @Setup(Level.Invocation)
        public void reopen(GrowthBenchmark benchmark) {
            benchmark.job.stop();
            benchmark.job.start();
        }

        /** Nothing that is wrong is measured. */
        @TearDown(Level.Invocation)
        public void check(GrowthBenchmark benchmark) {
            benchmark.job.check(Objects.requireNonNull(found, "found"), 1);
        }
    }

    /** 100 changes and a snapshot. */
    @Benchmark
    public void snapshot(Change change) {
        job.changeAndSnapshot(change.keys);
    }

    /** 40 snapshots back, until an account is read. */
    @Benchmark
    public void rollback(Read read, Forward forward) {
        read.back = Job.HISTORY;
        job.subject().rollback(Job.HISTORY);
        read.found = job.subject().get(read.key);
    }

    /** Opening what was kept, until an account is read. */
    @Benchmark
    public void reopen(Read read, Stopped stopped) {
        job.start();
        read.found = job.subject().get(read.key);
    }

    /** Two snapshots, 100 changes apart, both on disk. */
    @Benchmark
    public void compare(Reopened reopened) {
        reopened.found = job.subject().compare(1, 0);
    }
}
