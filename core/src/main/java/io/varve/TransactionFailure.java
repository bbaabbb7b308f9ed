package io.varve;

import io.vavr.collection.Map;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * Where a transaction stopped, and what can be done about it: go on with {@link #resume()} or {@link #resumeFrom}, go back with
 * {@link #rollbackTo} or {@link #rollbackToInitial}, or leave it as it is. {@link #describe()} says it in words.
 *
 * <p>Going back never takes away what others did: it is refused with a {@link ConflictException}, and nothing changes, if
 * anybody else has changed the head since the state that is to come back, be it after the transaction stopped or between two of
 * its steps. {@link Tenant#rollback} goes back all the same. The check and the change are one.
 *
 * <p>What this says is how things were when the transaction stopped. What it does starts from how they are now: after {@code
 * rollbackTo("accounts")}, {@code resume()} goes on behind that checkpoint. It holds the states of the initial snapshot and
 * the checkpoints, so that going back works even if the snapshots are gone by then.
 *
 * <p>The methods that change something throw what {@link Tenant#rollback} throws. Thread-safe.
 *
 * @param <S> the type of the state
 */
public interface TransactionFailure<S> {

    /**
     * The transaction's name.
     *
     * @return the name
     */
    String transaction();

    /**
     * Which step failed. In an atomic transaction whose steps all ran and which could not be written, the last.
     *
     * @return its index, from 0 on
     */
    int failedStep();

    /**
     * The name of the step that failed.
     *
     * @return the name; {@code step 1} for the first one if it was given none
     */
    String failedStepName();

    /**
     * Why it failed: a {@link TransitionFailedException}, whose cause is what the step threw, or what Varve itself
     * objected to, such as a {@link ValidationFailedException}, {@link StateTooLargeException} or {@link
     * InvalidStateException}. After a {@link StoreFailedException} of the kind {@code OUTCOME_UNKNOWN} the step may be
     * in effect after all; the methods below find that out first.
     *
     * @return the cause
     */
    VarveException cause();

    /**
     * How many steps, from the first on, are in effect: as many as came before the one that failed, or none if the transaction is
     * atomic or was rolled back.
     *
     * @return the number
     */
    int stepsInEffect();

    /**
     * The version of the head that the transaction left behind, as in {@link SnapshotInfo#stateVersion()}: after its last step,
     * or as it was found if there was none.
     *
     * @return the version
     */
    long stateVersion();

    /**
     * The snapshot of the state before the transaction.
     *
     * @return what is known of it, or none if the transaction has changed nothing
     */
    Option<SnapshotInfo> initial();

    /**
     * The snapshots of the checkpoints that were reached.
     *
     * @return what is known of each, by the checkpoint's name, in the order they were taken
     */
    Map<String, SnapshotInfo> checkpoints();

    /**
     * The snapshot of the last checkpoint that was reached.
     *
     * @return what is known of it, or none if none was reached
     */
    Option<SnapshotInfo> lastCheckpoint();

    /**
     * Says for a reader which step failed and why, what was left behind, and what can be done.
     *
     * @return some sentences
     */
    String describe();

    /**
     * Makes the state from before the transaction the head, after taking a safety snapshot of the head that is replaced, unless
     * that is a snapshot already. The checkpoints' snapshots stay.
     *
     * @param options how
     * @return what was done, or none if there was nothing to undo
     * @throws ConflictException if that would undo what others did; nothing has happened then
     * @throws SnapshotNotFoundException if the transaction went on from a checkpoint, and the initial snapshot is gone
     */
    Option<RollbackResult<S>> rollbackToInitial(RollbackOption... options);

    /**
     * Makes the state of a checkpoint the head, as {@link #rollbackToInitial}.
     *
     * @param checkpoint the checkpoint's name
     * @param options how
     * @return what was done, or none if the head is that state
     * @throws ConflictException if that would undo what others did; nothing has happened then
     * @throws SnapshotNotFoundException if the transaction has taken no such checkpoint
     */
    Option<RollbackResult<S>> rollbackTo(String checkpoint, RollbackOption... options);

    /**
     * Goes on with the step that failed, or, after a rollback, with the first one that is not in effect. What others did
     * meanwhile stays, as the steps begin with the head of now. Snapshots that this transaction took of checkpoints yet to
     * come are removed first, and taken again.
     *
     * @return the result, or the next failure
     */
    Either<TransactionFailure<S>, TransactionResult<S>> resume();

    /**
     * Goes on with the steps after a checkpoint. What the transaction did after it is undone first as by {@link #rollbackTo}; if
     * it did nothing, nothing is undone, and what others did meanwhile stays.
     *
     * @param checkpoint the checkpoint's name
     * @return the result, or the next failure
     * @throws ConflictException if that would undo what others did; nothing has happened then
     * @throws SnapshotNotFoundException if the transaction has taken no such checkpoint
     * @throws SnapshotHeldException if the snapshot of a checkpoint that would be taken again is held; the head has been returned
     *     then, and once it was released this can be called again
     */
    Either<TransactionFailure<S>, TransactionResult<S>> resumeFrom(String checkpoint);
}
