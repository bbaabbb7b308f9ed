package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.ConflictException;
import io.varve.CorruptDataException;
import io.varve.EvolutionFailedException;
import io.varve.PatchFailedException;
import io.varve.RollbackOption;
import io.varve.RollbackResult;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRef;
import io.varve.StateTooLargeException;
import io.varve.TransitionContext;
import io.varve.UnreadableSchemaException;
import io.varve.UnsupportedFormatException;
import io.varve.UnsupportedTypeException;
import io.varve.ValidationFailedException;
import io.varve.VarveException;
import io.varve.diff.Patch;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.engine.PlannedRollback.Outcome;
import io.varve.spi.TenantId;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;

/** Looks at what rollbacks would do, and does them later if the head is still the same. Thread-safe. */
final class RollbackPlanner<S> {

    private static final int MOST_IN_MESSAGE = 20;

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final TenantId id;
    private final StateComparison comparison;
    private final Rollbacks<S> rollbacks;
    private final PatchedHeads<S> patchedHeads;

    RollbackPlanner(
            TenantEngine<S> engine,
            TenantParts<S> tenant,
            TenantId id,
            StateComparison comparison,
            Rollbacks<S> rollbacks,
            PatchedHeads<S> patchedHeads) {
        this.engine = engine;
        this.tenant = tenant;
        this.id = id;
        this.comparison = comparison;
        this.rollbacks = rollbacks;
        this.patchedHeads = patchedHeads;
    }

    PlannedRollback<S> plan(SnapshotRef ref) {
        Moment<S> now = tenant.timeline().moment(tenant.snapshots()::history);
        return plan(now.history().require(ref, tenant.label()), now.head(), Selection.all());
    }

    PlannedRollback<S> renew(PlannedRollback<S> plan) {
        engine.requireOpen();
        Moment<S> now = tenant.timeline().moment(tenant.snapshots()::history);
        return plan(require(plan, now.history()), now.head(), plan.selection());
    }

    PlannedRollback<S> plan(Entry<S> target, Head<S> head, Selection<S> selection) {
        engine.requireOpen();
        S before = engine.stateOf(head.cell());
        return new PlannedRollback<>(this, target, head, selection, outcome(before, target, head, selection));
    }

    private Either<VarveException, Outcome<S>> outcome(
            S before, Entry<S> target, Head<S> head, Selection<S> selection) {
        try {
            StateDiff<S> whole = comparison.between(before, engine.read(target.cell()));
            return Either.right(
                    selection.isSome()
                            ? selected(before, head, task(selection.of(whole.toPatch()), target))
                            : readable(whole));
        } catch (CorruptDataException
                | UnreadableSchemaException
                | EvolutionFailedException
                | UnsupportedFormatException
                | UnsupportedTypeException
                | ConflictException
                | PatchFailedException
                | ValidationFailedException
                | StateTooLargeException e) {
            return Either.left(e);
        }
    }

    /** Goes once through all that differs, so that what can't be read is found now. */
    private Outcome<S> readable(StateDiff<S> whole) {
        whole.iterator().forEachRemaining(change -> {});
        return new Outcome<>(Option.none(), whole);
    }

    private Outcome<S> selected(S before, Head<S> head, PatchedHeads.Task<S> task) {
        S after = engine.stateOf(patchedHeads.patched(head.cell(), task));
        return new Outcome<>(Option.some(task), comparison.between(before, after));
    }

    private PatchedHeads.Task<S> task(Patch<S> patch, Entry<S> target) {
        return new PatchedHeads.Task<>(
                patch,
                "the rollback",
                AuditKind.SELECTIVE_ROLLBACK,
                target.info(),
                "the head before some of it was rolled back to " + target.info().label());
    }

    RollbackResult<S> execute(PlannedRollback<S> plan, TransitionContext context, RollbackOption... options) {
        boolean wantsSafety = Rollbacks.wantsSafety(options);
        Option<PatchedHeads.Task<S>> selective = plan.outcome().toOption().flatMap(Outcome::task);
        if (!List.of(options).contains(RollbackOption.ALLOW_REMOVALS)) {
            selective.forEach(task -> requireNoRemovals(plan, task.patch()));
        }
        if (selective.isEmpty()) {
            return rollbacks.rollback(tip -> possible(plan, tip), context, wantsSafety);
        }
        PatchedHeads.Done<S> done =
                patchedHeads.apply(selective.get(), tip -> possible(plan, tip), context, wantsSafety);
        return new RollbackResult<>(plan.target(), done.safety(), done.state());
    }

    /** The snapshot, if the plan can still be carried out. */
    private Entry<S> possible(PlannedRollback<S> plan, Head<S> tip) {
        plan.outcome().getOrElseThrow(problem -> problem);
        if (tip.version() != plan.stateVersion()) {
            throw new ConflictException("the " + plan + " of tenant '" + id + "', can't be done, since the head is at"
                    + " version " + tip.version() + " by now. Nothing was changed; look at renewed(), or roll back"
                    + " without a plan");
        }
        return require(plan, tenant.snapshots().history());
    }

    private Entry<S> require(PlannedRollback<S> plan, History<S> history) {
        return history.bySequence(plan.target().sequence())
                .getOrElseThrow(() -> new SnapshotNotFoundException(
                        "the snapshot " + plan.target().label()
                                + " of tenant '" + id + "', to which a rollback was planned, was removed since; "
                                + history.describe()));
    }

    private void requireNoRemovals(PlannedRollback<S> plan, Patch<S> patch) {
        Seq<StateChange> removals = patch.changes().filter(StateChange.Removed.class::isInstance);
        if (removals.nonEmpty()) {
            int more = removals.size() - MOST_IN_MESSAGE;
            throw new IllegalArgumentException("the " + plan + " of tenant '" + id + "', would remove "
                    + removals.take(MOST_IN_MESSAGE).map(StateChange::path).mkString(", ")
                    + (more > 0 ? " and " + more + " more" : "") + ", and nothing was changed; allow that with "
                    + RollbackOption.ALLOW_REMOVALS + ", or leave these places out with except(…)");
        }
    }
}
