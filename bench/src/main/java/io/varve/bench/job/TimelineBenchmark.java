package io.varve.bench.job;

import io.varve.MergeResult;
import io.varve.RollbackPlan;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.Tenant;
import io.varve.bench.job.subject.Backend;
import io.varve.bench.job.subject.Bank;
import io.varve.bench.job.subject.Keys;
import io.varve.bench.job.subject.StoreFolder;
import io.varve.bench.job.subject.VarveSubject;
import io.varve.diff.MergeRules;
import io.varve.diff.StatePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A second history of a bank, merged with the first, and a rollback of some accounts only; durable when they return, on disk. */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@SuppressWarnings("NullAway.Init") // JMH sets the parameters, then calls fill().
public class TimelineBenchmark extends ForkedBenchmark {

    private static final int CHANGES = 100;
    private static final int TAKEN_BACK = 10;
    private static final String OTHER = "other";

    /** Where. */
    @Param({"memory", "rocksdb", "h2", "postgresql"})
    public String backend;

    /** How many accounts there are. */
    @Param({"10000", "100000", "1000000"})
    public int size;

    private StoreFolder folder;
    private VarveSubject varve;
    private Keys keys;
    private Set<String> theirs;
    private StatePath[] places;
    private SnapshotInfo base;

    /** Loads the accounts. */
    @Setup(Level.Trial)
    public void fill() {
        folder = new StoreFolder();
        varve = new VarveSubject(Backend.in(backend, folder.path()), 100, Optional.empty());
        varve.load(size);
        keys = new Keys(size);
    }

    private Tenant<Bank> bank() {
        return varve.bank();
    }

    /** Branches a timeline off, and changes 100 accounts on each that the other does not change. */
    @Setup(Level.Invocation)
    public void change() {
        if (bank().findTimeline(OTHER).isDefined()) {
            bank().deleteTimeline(OTHER);
        }
        base = bank().snapshot();
        Tenant<Bank> other = bank().branch(OTHER, SnapshotRef.head());
        theirs = new LinkedHashSet<>();
        while (theirs.size() < CHANGES) {
            theirs.add(keys.next());
        }
        theirs.forEach(key -> other.apply(bank -> bank.deposit(key)));
        other.snapshot();
        Set<String> ours = new LinkedHashSet<>();
        while (ours.size() < CHANGES) {
            String key = keys.next();
            if (!theirs.contains(key) && ours.add(key)) {
                bank().apply(bank -> bank.deposit(key));
            }
        }
        bank().snapshot();
        List<StatePath> some = new ArrayList<>();
        ours.stream()
                .limit(TAKEN_BACK)
                .forEach(key -> some.add(StatePath.root().component("accounts").key(key)));
        places = some.toArray(StatePath[]::new);
    }

    /** Begins another timeline at the newest snapshot. */
    @Benchmark
    public Tenant<Bank> branch() {
        bank().deleteTimeline(OTHER);
        return bank().branch(OTHER, SnapshotRef.latest());
    }

    /** Merges the 100 changes of the other timeline. */
    @Benchmark
    public MergeResult<Bank> merge() {
        MergeResult<Bank> merged = bank().merge(OTHER, MergeRules.strict()).get();
        for (String key : theirs) {
            if (!merged.state()
                    .accounts()
                    .get(key)
                    .equals(bank().timeline(OTHER).state().accounts().get(key))) {
                throw new IllegalStateException(backend + " did not merge " + key);
            }
        }
        return merged;
    }

    /** Plans to go back, and does it for 10 of the 100 accounts that have changed since. */
    @Benchmark
    public RollbackResult<Bank> rollbackOfTen() {
        RollbackPlan<Bank> plan = bank().planRollback(SnapshotRef.id(base.id())).only(places);
        if (plan.diff().summary().changed() != TAKEN_BACK) {
            throw new IllegalStateException(
                    backend + " would take back something else: " + plan.diff().summary());
        }
        return plan.execute();
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void end() {
        varve.close();
        folder.close();
    }
}
