package io.varve;

import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * Several steps that belong together, with checkpoints to go back to or to go on from if one of them fails:
 *
 * <pre>{@code
 * Either<TransactionFailure<Shop>, TransactionResult<Shop>> outcome = tenant.transaction("import-42")
 *         .by("admin")
 *         .step("validate", shop -> …)
 *         .checkpoint("accounts", shop -> …)   // a step, then a snapshot of exactly its result
 *         .checkpoint("orders", shop -> …)
 *         .run();
 * }</pre>
 *
 * <p>Unless it is {@linkplain #atomic() atomic}, each step is a change of its own, as by {@link Tenant#apply}: readers see
 * the states in between, and other writers may change the tenant between two steps. Each step computes from what it finds,
 * so nobody's change is overwritten. A checkpoint's step and its snapshot are one change.
 *
 * <p>With the first step that changes something, an automatic snapshot of the state before it is taken, unless that state
 * is a snapshot already: the <em>initial</em> snapshot. Checkpoints are named snapshots {@code <transaction>/<checkpoint>}.
 * All of them carry the tag {@value #TAG} and the transaction's name as metadata {@value #NAME_KEY}. The retention policy
 * leaves them alone while the transaction runs; from then on they count as any other.
 *
 * <p>Immutable: each method that adds something returns a new transaction, and a transaction may be run more than once. Thread-safe.
 *
 * @param <S> the type of the state
 */
public interface Transaction<S> {

    /** The tag of the snapshots that transactions take. */
    String TAG = "transaction";

    /** The key under which these snapshots have the transaction's name in their metadata. */
    String NAME_KEY = "varve.transaction";

    /** The largest number of checkpoints in an atomic transaction: their snapshots are written by one commit. */
    int MAX_ATOMIC_CHECKPOINTS = 24;

    /**
     * The name.
     *
     * @return the name that was given, or none if each run gets one of its own
     */
    Option<String> name();

    /**
     * Says who runs the transaction: its snapshots are created by them, and its changes of the state, an atomic transaction
     * being one, are kept in the {@linkplain Tenant#audit() audit trail}. Rollbacks are kept there in any case.
     *
     * @param creator a name, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH} characters
     * @return a new transaction
     * @throws IllegalArgumentException if the name is blank, too long or has control characters
     */
    Transaction<S> by(String creator);

    /**
     * Adds a step that goes by its number, {@code step 1} being the first.
     *
     * @param transition computes the next state
     * @return a new transaction
     */
    Transaction<S> step(Transition<S> transition);

    /**
     * Adds a step.
     *
     * @param name what failures call it, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH} characters
     * @param transition computes the next state; if it returns the very state that it was given, nothing changes
     * @return a new transaction
     * @throws IllegalArgumentException if the name is blank, too long or has control characters
     */
    Transaction<S> step(String name, Transition<S> transition);

    /**
     * Adds a step and, after it, a snapshot of exactly its result. The snapshot is taken even if the step changes nothing.
     *
     * @param name the checkpoint's name; its snapshot is called {@code <transaction>/<checkpoint>}, which together has at
     *     most {@value SnapshotRequest#MAX_NAME_LENGTH} characters
     * @param transition computes the next state
     * @return a new transaction
     * @throws IllegalArgumentException if there is a checkpoint of that name already, if the name is blank, too long or has
     *     control characters, or if this is one more than the {@value #MAX_ATOMIC_CHECKPOINTS} of an atomic transaction
     */
    Transaction<S> checkpoint(String name, Transition<S> transition);

    /**
     * All or nothing: the steps become one change, and one commit has the new head and all checkpoints. If a step fails,
     * nothing has happened, checkpoints included, and no reader ever sees a state in between. Other writers of the tenant wait
     * while the steps run. Validators and the limit of the state look at the result of each step, not only of the last,
     * since a checkpoint can become the head.
     *
     * @return a new transaction
     * @throws IllegalArgumentException if there are more than {@value #MAX_ATOMIC_CHECKPOINTS} checkpoints
     */
    Transaction<S> atomic();

    /**
     * Runs the steps in their order until one fails. A step fails if it throws an exception or returns null, if the state it
     * returns is refused, or if the store fails to take it; the failure says what was done until then and what can be done
     * now. A transaction without steps does nothing.
     *
     * <p>What is not the outcome of a step is thrown: see below, and an {@link Error} of a step, which leaves the steps before
     * it in effect.
     *
     * @return the result, or the failure
     * @throws DuplicateNameException if a snapshot with the name of a checkpoint exists; nothing has happened then
     * @throws NestedTransitionException if this is called from within a transition; nothing has happened then
     * @throws ClosedException if the manager was closed
     * @throws TenantNotFoundException if the tenant was removed
     * @throws TenantOwnedException if another manager took the tenant over
     */
    Either<TransactionFailure<S>, TransactionResult<S>> run();

    /**
     * Goes on with the steps after a checkpoint that an earlier run took, such as one that a crash cut off. The head must still
     * be the checkpoint's state, since it can't be known any more who made the changes that came after it; go back with {@link
     * Tenant#rollback} first if they may go. If snapshots of later checkpoints exist, they are removed and taken again.
     *
     * @param checkpoint the name of the checkpoint
     * @return the result, or the failure
     * @throws IllegalArgumentException if this transaction has no such checkpoint
     * @throws IllegalStateException if this transaction is atomic, so that there is nothing halfway to go on from, or has no
     *     name, so that it can't have run before
     * @throws SnapshotNotFoundException if no run has taken that checkpoint, or its snapshot was removed
     * @throws ConflictException if the head is another state than the checkpoint's; nothing has happened then
     * @throws DuplicateNameException if a later checkpoint's snapshot exists that no run of this transaction took
     * @throws NestedTransitionException as {@link #run()}
     * @throws ClosedException as {@link #run()}
     * @throws TenantNotFoundException as {@link #run()}
     * @throws TenantOwnedException as {@link #run()}
     */
    Either<TransactionFailure<S>, TransactionResult<S>> resumeFrom(String checkpoint);
}
