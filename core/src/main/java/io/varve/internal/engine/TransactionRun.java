package io.varve.internal.engine;

import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.StoreFailedException;
import io.varve.TransactionFailure;
import io.varve.TransactionResult;
import io.varve.VarveException;
import io.varve.internal.engine.Holds.Hold;
import io.varve.internal.engine.TransactionPlanner.Planned;
import io.varve.metrics.TransitionOutcome;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run of a transaction, and whatever is done about its failures: it knows how far it has come. Thread-safe; one thing at
 * a time.
 */
final class TransactionRun<S> {

    private final TransactionDefinition<S> definition;
    private final TransactionMarks marks;
    private final TransactionPlanner<S> planner;
    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final ReentrantLock lock = new ReentrantLock();

    // All below is guarded by the lock.
    private TransactionProgress<S> progress;
    private @Nullable Attempt<S> attempt;
    private @Nullable Attempt<S> computed;
    private int running;

    /** A change that was tried, and what it leads to if it is applied. */
    private record Attempt<S>(Group group, TransactionProgress<S> after) {}

    TransactionRun(TransactionDefinition<S> definition, TransactionMarks marks) {
        this.definition = definition;
        this.marks = marks;
        this.engine = definition.engine();
        this.tenant = engine.parts();
        this.planner = new TransactionPlanner<>(definition, marks);
        this.progress = TransactionProgress.start(tenant.timeline().head().version());
    }

    String name() {
        return marks.transaction();
    }

    TransactionDefinition<S> definition() {
        return definition;
    }

    String describeStep(int index) {
        return planner.describeStep(index);
    }

    Either<TransactionFailure<S>, TransactionResult<S>> run() {
        return inTurn(hold -> {
            planner.requireFreeNames();
            return runSteps(hold);
        });
    }

    /** Goes on from a checkpoint of an earlier run. */
    Either<TransactionFailure<S>, TransactionResult<S>> resumeFromHistory(String checkpoint) {
        return inTurn(hold -> {
            progress = engine.change(tip -> Plan.nothing(planner.findInHistory(tip, checkpoint)));
            return unlessTheStoreFails(() -> {
                removeUndone();
                return runSteps(hold);
            });
        });
    }

    /**
     * Goes on after a failure.
     *
     * @param from the checkpoint to go on from, or none to go on with the step that comes next
     */
    Either<TransactionFailure<S>, TransactionResult<S>> resume(Option<String> from) {
        return inTurn(hold -> unlessTheStoreFails(() -> {
            change(hold, (tip, now) -> planResumption(tip, now, from));
            removeUndone();
            return runSteps(hold);
        }));
    }

    private Planned<S, Option<RollbackResult<S>>> planResumption(
            Head<S> tip, TransactionProgress<S> now, Option<String> from) {
        if (from.isEmpty()) {
            return Planned.nothing(Option.none(), now);
        }
        RestorePoint<S> point = planner.find(now, from).get();
        boolean nothingToUndo = now.changes() == point.changes() && !definition.isAtomic();
        return nothingToUndo && !point.isStateOf(tip)
                ? Planned.nothing(Option.none(), now.goingOnFrom(point))
                : planner.planReturn(tip, now, point, true);
    }

    /**
     * Goes back.
     *
     * @param checkpoint where to, or none for the initial state
     */
    Option<RollbackResult<S>> rollback(Option<String> checkpoint, boolean wantsSafety) {
        return tenant.meter()
                .rollback(() -> inTurn(hold -> {
                    Option<RollbackResult<S>> done = change(
                            hold,
                            (tip, now) -> planner.find(now, checkpoint)
                                    .map(point -> planner.planReturn(tip, now, point, wantsSafety))
                                    .getOrElse(() -> Planned.nothing(Option.none(), now)));
                    tenant.pruner().removeTheRest(HashSet.empty());
                    return done;
                }));
    }

    private Either<TransactionFailure<S>, TransactionResult<S>> runSteps(Hold hold) {
        int steps = definition.steps().size();
        try {
            while (progress.next() < steps) {
                running = progress.next();
                TransactionStep<S> step = definition.steps().get(running);
                if (definition.isAtomic()) {
                    makeSteps(hold, now -> steps);
                } else if (step.isCheckpoint() || !progress.hasChanged()) {
                    makeSteps(hold, now -> now.next() + 1);
                } else {
                    apply(running);
                }
            }
        } catch (VarveException e) {
            return stopped(running, e);
        }
        TransactionResult<S> result = new TransactionResult<>(
                name(),
                steps,
                progress.initial().map(RestorePoint::info),
                progress.checkpoints().mapValues(RestorePoint::info),
                progress.version(),
                progress.state().getOrElse(engine::headState));
        tenant.pruner().removeTheRest(HashSet.empty());
        return Either.right(result);
    }

    /** A plain step, which is written when its tenant's mode says so. */
    @SuppressWarnings("ReferenceEquality") // a step that changes nothing returns the very state it was given
    private void apply(int index) {
        Timeline<S> timeline = tenant.timeline();
        engine.requireOpen();
        tenant.meter()
                .<S>transition(
                        state -> {
                            Head<S> tip = timeline.tip();
                            S next = planner.compute(index, state);
                            boolean changed = next != state;
                            computed = new Attempt<>(
                                    timeline.group(),
                                    progress.stepped(
                                            index + 1, changed ? tip.version() + 1 : tip.version(), changed, next));
                            return next;
                        },
                        // What is refused for its size was computed, but not tried.
                        step -> timeline.apply(
                                engine::stateOf, step, planner.context(index), () -> attempt = computed));
        adopt();
    }

    /** Steps that are one change with the snapshots that go with them. */
    private void makeSteps(Hold hold, ToIntFunction<TransactionProgress<S>> until) {
        long before = progress.changes();
        tenant.meter()
                .attempt(
                        () -> change(
                                hold,
                                (tip, now) ->
                                        planner.planSteps(tip, now, until.applyAsInt(now), index -> running = index)),
                        state ->
                                progress.changes() == before ? TransitionOutcome.UNCHANGED : TransitionOutcome.APPLIED);
    }

    /** Plans a change on how far the transaction has come, makes it, and has come further. */
    private <R> R change(Hold hold, BiFunction<Head<S>, TransactionProgress<S>, Planned<S, R>> planning) {
        R result = engine.change(tip -> {
            settle();
            Planned<S, R> planned = planning.apply(tip, progress);
            planned.holds().forEach(hold::add);
            attempt = new Attempt<>(tenant.timeline().group(), planned.after());
            return planned.plan();
        });
        adopt();
        return result;
    }

    /** What became of the last attempt, now that it is known for all that was tried before. */
    private void settle() {
        if (attempt != null && attempt.group().isApplied()) {
            progress = attempt.after();
        }
        attempt = null;
    }

    private void adopt() {
        if (attempt == null) {
            throw new AssertionError("what was done was tried before");
        }
        progress = attempt.after();
        attempt = null;
    }

    /** Removes the snapshots of checkpoints that are yet to come, since their names are needed. */
    private void removeUndone() {
        Seq<String> ids = progress.undone().map(point -> point.info().id());
        boolean more = ids.nonEmpty();
        while (more) {
            more = engine.change(tip -> {
                Seq<Entry<S>> there =
                        ids.flatMap(id -> tenant.snapshots().history().byId().get(id));
                there.forEach(tenant.snapshots()::requireNotHeld);
                return there.isEmpty()
                        ? Plan.nothing(false)
                        : Plan.of(Change.ofRemoval(there.take(Change.MAX_REMOVED)), true);
            });
        }
        progress = progress.withoutUndone();
    }

    /** What can't be prepared because the store fails is a failure of the step that it was prepared for. */
    private Either<TransactionFailure<S>, TransactionResult<S>> unlessTheStoreFails(
            Supplier<Either<TransactionFailure<S>, TransactionResult<S>>> action) {
        try {
            return action.get();
        } catch (StoreFailedException e) {
            return stopped(Math.min(progress.next(), definition.steps().size() - 1), e);
        }
    }

    private Either<TransactionFailure<S>, TransactionResult<S>> stopped(int step, VarveException cause) {
        if (engine.isGone()) {
            throw cause;
        }
        return Either.left(new FailedTransaction<>(this, progress, step, cause));
    }

    private <R> R inTurn(Function<Hold, R> action) {
        RunningTransition.refuse(
                "run a transaction of tenant '" + engine.label().tenant() + "'");
        lock.lock();
        try (Hold hold = tenant.holds().begin()) {
            engine.requireOpen();
            progress.points()
                    .map(RestorePoint::info)
                    .map(SnapshotInfo::sequence)
                    .forEach(hold::add);
            return action.apply(hold);
        } finally {
            lock.unlock();
        }
    }
}
