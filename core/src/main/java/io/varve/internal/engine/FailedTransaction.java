package io.varve.internal.engine;

import io.varve.RollbackOption;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.StoreFailedException;
import io.varve.TransactionFailure;
import io.varve.TransactionResult;
import io.varve.TransitionFailedException;
import io.varve.VarveException;
import io.varve.spi.StoreException;
import io.vavr.collection.Map;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Objects;

/** How a run of a transaction stopped. What is done about it is done by the run. */
final class FailedTransaction<S> implements TransactionFailure<S> {

    private final TransactionRun<S> run;
    private final TransactionProgress<S> progress;
    private final int failedStep;
    private final VarveException cause;

    /**
     * Says that a run stopped.
     *
     * @param progress how far it came
     */
    FailedTransaction(TransactionRun<S> run, TransactionProgress<S> progress, int failedStep, VarveException cause) {
        this.run = run;
        this.progress = progress;
        this.failedStep = failedStep;
        this.cause = cause;
    }

    @Override
    public String transaction() {
        return run.name();
    }

    @Override
    public int failedStep() {
        return failedStep;
    }

    @Override
    public String failedStepName() {
        return run.definition().steps().get(failedStep).name();
    }

    @Override
    public VarveException cause() {
        return cause;
    }

    @Override
    public int stepsInEffect() {
        return progress.next();
    }

    @Override
    public long stateVersion() {
        return progress.version();
    }

    @Override
    public Option<SnapshotInfo> initial() {
        return progress.initial().map(RestorePoint::info);
    }

    @Override
    public Map<String, SnapshotInfo> checkpoints() {
        return progress.checkpoints().mapValues(RestorePoint::info);
    }

    @Override
    public Option<SnapshotInfo> lastCheckpoint() {
        return progress.checkpoints().lastOption().map(entry -> entry._2().info());
    }

    @Override
    public String describe() {
        StringBuilder text = new StringBuilder(100);
        text.append("transaction '")
                .append(transaction())
                .append("' of tenant '")
                .append(run.definition().engine().label().tenant())
                .append("' stopped at ")
                .append(run.describeStep(failedStep))
                .append(": ")
                .append(cause instanceof TransitionFailedException ? cause.getCause() : cause.getMessage())
                .append(". ");
        if (stepsInEffect() == 0) {
            text.append("No step is in effect");
        } else {
            text.append("In effect: ").append(stepsInEffect() == 1 ? "step 1" : "steps 1 to " + stepsInEffect());
        }
        text.append("; the head was left at version ").append(stateVersion()).append(". resume() goes on with step ");
        text.append(progress.next() + 1);
        for (String checkpoint : progress.checkpoints().keySet().toList().lastOption()) {
            text.append(", resumeFrom(\"").append(checkpoint).append("\") behind that checkpoint");
        }
        if (!progress.points().isEmpty()) {
            text.append("; to go back there are: ")
                    .append(progress.points().map(RestorePoint::label).mkString(", "));
        }
        if (cause instanceof StoreFailedException fault && fault.kind() == StoreException.Kind.OUTCOME_UNKNOWN) {
            text.append(
                    ". Whether the step that failed is in effect after all is not known yet; each of these finds out");
        }
        return text.toString();
    }

    @Override
    public Option<RollbackResult<S>> rollbackToInitial(RollbackOption... options) {
        return run.rollback(Option.none(), Rollbacks.wantsSafety(options));
    }

    @Override
    public Option<RollbackResult<S>> rollbackTo(String checkpoint, RollbackOption... options) {
        Objects.requireNonNull(checkpoint, "checkpoint");
        return run.rollback(Option.some(checkpoint), Rollbacks.wantsSafety(options));
    }

    @Override
    public Either<TransactionFailure<S>, TransactionResult<S>> resume() {
        return run.resume(Option.none());
    }

    @Override
    public Either<TransactionFailure<S>, TransactionResult<S>> resumeFrom(String checkpoint) {
        return run.resume(Option.some(Objects.requireNonNull(checkpoint, "checkpoint")));
    }

    @Override
    public String toString() {
        return describe();
    }
}
