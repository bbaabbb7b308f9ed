package io.varve;

import io.varve.metrics.TenantMetrics;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * The only door to one tenant's state and history. Two look-ups of a tenant give the same handle.
 *
 * <p>Thread-safe. {@link #state()} takes no lock; changes of one tenant are done one after the other. Every method but
 * {@link #id()} throws {@link TenantNotFoundException} once the tenant was removed and {@link ClosedException} once the
 * manager was closed; every method that changes something throws {@link StoreFailedException} if the store fails, {@link
 * InvalidStateException} if the state has a value that can't be stored, and {@link NestedTransitionException} if it is
 * called from within a transition, be it of this tenant or of another: two of them could wait for each other for ever.
 *
 * @param <S> the type of the state
 */
public interface Tenant<S> {

    /**
     * The tenant's id.
     *
     * @return the id
     */
    String id();

    /**
     * The head: the state after the last change. Cost: a field read; the first time after the tenant was opened, reading one
     * page. Parts of the state that are not on the heap are read as they are touched, until the manager is closed.
     *
     * @return the current state
     */
    S state();

    /**
     * Changes the state. Concurrent changes are all applied, one after the other.
     *
     * @param transition computes the next state; if it returns the very state that it was given, nothing changes
     * @return the state it computed
     * @throws TransitionFailedException if the transition threw an exception or returned null; the state is unchanged. A
     *     {@link VarveException} or an {@link Error} that it throws is passed on as it is, the state unchanged too
     * @throws StateTooLargeException if the state would become larger than {@link StateManagerBuilder#stateLimit} allows;
     *     it is unchanged
     * @throws TenantOwnedException if another process has taken the tenant over
     */
    S apply(Transition<S> transition);

    /**
     * Changes the state by several transitions, as one change: all of them or, if one fails, none. No reader sees a state
     * between them.
     *
     * @param transitions the transitions, in this order
     * @return the state after the last one
     * @throws TransitionFailedException as {@link #apply}; the message says which one it was
     * @throws StateTooLargeException as {@link #apply}, of the state after the last one
     */
    S applyAll(Iterable<? extends Transition<S>> transitions);

    /**
     * Takes an automatic snapshot of the head.
     *
     * @return what is known of it
     */
    SnapshotInfo snapshot();

    /**
     * Takes a snapshot of the head, and removes what the retention policy no longer keeps. Cost: O(1) plus the pages that
     * changed since they were last written.
     *
     * @param request its name and description
     * @return what is known of it
     * @throws DuplicateNameException if a snapshot of that name exists
     */
    SnapshotInfo snapshot(SnapshotRequest request);

    /**
     * Makes a snapshot's state the head, after taking a safety snapshot of the head that is replaced, unless that is a
     * snapshot already. Newer snapshots stay. A state that is larger than {@link StateManagerBuilder#stateLimit} is gone back
     * to all the same. Cost: O(1), plus writing the safety snapshot.
     *
     * @param ref the snapshot to go back to
     * @param options how
     * @return what was done
     * @throws SnapshotNotFoundException if there is no such snapshot; the state is unchanged
     */
    RollbackResult<S> rollback(SnapshotRef ref, RollbackOption... options);

    /**
     * Reads a snapshot without going back to it. Cost: O(1) if its state is still on the heap, else reading one page; the
     * rest is read as it is touched.
     *
     * @param ref the snapshot
     * @return the snapshot with its state
     * @throws SnapshotNotFoundException if there is no such snapshot
     */
    Snapshot<S> at(SnapshotRef ref);

    /**
     * Looks a snapshot up. Cost: O(1) by name, index and id, O(log n) by time; no state is touched.
     *
     * @param ref the snapshot
     * @return what is known of it, or none if there is no such snapshot
     */
    Option<SnapshotInfo> find(SnapshotRef ref);

    /**
     * Lists the snapshots from the oldest to the newest. Cost: O(n); no state is touched.
     *
     * @return what is known of each
     */
    Seq<SnapshotInfo> snapshots();

    /**
     * Removes a snapshot. The head and all other snapshots stay as they are.
     *
     * @param ref the snapshot
     * @return what was removed
     * @throws SnapshotNotFoundException if there is no such snapshot
     */
    SnapshotInfo delete(SnapshotRef ref);

    /**
     * Shows what the manager's retention policy keeps and removes now, without removing anything.
     *
     * @return each snapshot with the reason, oldest first
     */
    RetentionPlan planRetention();

    /**
     * Removes now what the manager's retention policy does not keep.
     *
     * @return what was kept and removed
     */
    RetentionPlan prune();

    /**
     * What was done with this tenant since the manager opened it. Cost: O(1); no lock is taken and no page is read.
     *
     * @return the numbers now
     */
    TenantMetrics metrics();
}
