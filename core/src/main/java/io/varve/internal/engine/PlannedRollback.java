package io.varve.internal.engine;

import io.varve.RollbackOption;
import io.varve.RollbackPlan;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.TransitionContext;
import io.varve.VarveException;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * A rollback as it was planned on one head.
 *
 * @param planner made it, and does it
 * @param entry the snapshot that it goes back to
 * @param head the head that it was planned on
 * @param selection the places at which it is to be done
 * @param outcome what it does, or why it can't
 */
record PlannedRollback<S>(
        RollbackPlanner<S> planner,
        Entry<S> entry,
        Head<S> head,
        Selection<S> selection,
        Either<VarveException, Outcome<S>> outcome)
        implements RollbackPlan<S> {

    /**
     * What a rollback does.
     *
     * @param task what it does to the head if it is selective
     * @param diff what differs between the head and the state that it leads to
     */
    record Outcome<S>(Option<PatchedHeads.Task<S>> task, StateDiff<S> diff) {}

    @Override
    public SnapshotInfo target() {
        return entry.info();
    }

    @Override
    public long stateVersion() {
        return head.version();
    }

    @Override
    public boolean isSelective() {
        return selection.isSome();
    }

    @Override
    public Option<VarveException> problem() {
        return outcome.swap().toOption();
    }

    @Override
    public StateDiff<S> diff() {
        return outcome.getOrElseThrow(problem -> problem).diff();
    }

    @Override
    public RollbackPlan<S> only(StatePath... places) {
        Objects.requireNonNull(places, "places");
        return planner.plan(entry, head, selection.and(patch -> patch.only(places)));
    }

    @Override
    public RollbackPlan<S> except(StatePath... places) {
        Objects.requireNonNull(places, "places");
        return planner.plan(entry, head, selection.and(patch -> patch.except(places)));
    }

    @Override
    public RollbackPlan<S> renewed() {
        return planner.renew(this);
    }

    @Override
    public RollbackResult<S> execute(RollbackOption... options) {
        return execute(TransitionContext.anonymous(), options);
    }

    @Override
    public RollbackResult<S> execute(TransitionContext context, RollbackOption... options) {
        Objects.requireNonNull(context, "context");
        return planner.execute(this, context, options);
    }

    /** Names the target; what it does is in the diff. */
    @Override
    public String toString() {
        return (isSelective() ? "selective rollback to " : "rollback to ") + target().label() + ", planned on version "
                + stateVersion();
    }
}
