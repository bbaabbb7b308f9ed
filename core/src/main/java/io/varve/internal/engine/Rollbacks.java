package io.varve.internal.engine;

import io.varve.RollbackOption;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.TransitionContext;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Function;

/** Makes states of the past the head again. Thread-safe. */
final class Rollbacks<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;

    Rollbacks(TenantEngine<S> engine, TenantParts<S> tenant) {
        this.engine = engine;
        this.tenant = tenant;
    }

    RollbackResult<S> to(SnapshotRef ref, TransitionContext context, boolean wantsSafety) {
        return rollback(tip -> tenant.snapshots().require(ref), context, wantsSafety);
    }

    RollbackResult<S> undo(TransitionContext context, boolean wantsSafety) {
        return rollback(this::replacedByLastRollback, context, wantsSafety);
    }

    /** Whether the head that is replaced is to be kept; null among the options is refused. */
    static boolean wantsSafety(RollbackOption... options) {
        Objects.requireNonNull(options, "options");
        for (RollbackOption option : options) {
            Objects.requireNonNull(option, "option");
        }
        return !List.of(options).contains(RollbackOption.WITHOUT_SAFETY_SNAPSHOT);
    }

    /** As {@link #to}, with the snapshot chosen under the lock. */
    RollbackResult<S> rollback(Function<Head<S>, Entry<S>> chooser, TransitionContext context, boolean wantsSafety) {
        RollbackResult<S> done = tenant.meter()
                .rollback(() -> engine.change(tip -> plan(tip, chooser.apply(tip), context, wantsSafety)));
        HashSet<Long> held =
                HashSet.of(done.restored().sequence()).addAll(done.safety().map(SnapshotInfo::sequence));
        tenant.pruner().removeTheRest(held);
        return done;
    }

    private Plan<S, RollbackResult<S>> plan(
            Head<S> tip, Entry<S> target, TransitionContext context, boolean wantsSafety) {
        // Opened before anything changes, so that a snapshot that can't be read is not gone back to.
        S state = engine.read(target.cell());
        if (target.cell() == tip.cell()) {
            return Plan.nothing(new RollbackResult<>(target.info(), Option.none(), state));
        }
        Replacement<S> replacement =
                Replacement.of(tenant, tip, target.info(), target.cell(), target.ancestry(), context, wantsSafety);
        Seq<Entry<S>> safety = replacement.safety().toList();
        HashSet<Long> held = HashSet.of(target.info().sequence()).addAll(replacement.kept());
        return Plan.of(
                Change.ofRollback(
                        replacement.head(),
                        target,
                        replacement.safety(),
                        tenant.pruner().alongWith(safety, held)),
                new RollbackResult<>(target.info(), replacement.safety().map(Entry::info), state));
    }

    private Entry<S> replacedByLastRollback(Head<S> tip) {
        LastRollback last = tip.lastRollback()
                .getOrElseThrow(() -> new SnapshotNotFoundException("tenant '"
                        + engine.label().tenant() + "' was never rolled back, so there is no rollback to undo"));
        long replaced = last.replaced()
                .getOrElseThrow(() -> new SnapshotNotFoundException(
                        "the last rollback of tenant '" + engine.label().tenant()
                                + "' was done " + RollbackOption.WITHOUT_SAFETY_SNAPSHOT
                                + ", so what it replaced was not kept; "
                                + tenant.snapshots().history().describe()));
        return tenant.snapshots()
                .history()
                .bySequence(replaced)
                .getOrElseThrow(() -> new SnapshotNotFoundException("the snapshot #" + replaced + " of tenant '"
                        + engine.label().tenant()
                        + "', which keeps what the last rollback replaced, was removed since; "
                        + tenant.snapshots().history().describe()));
    }
}
