package io.varve;

import io.varve.bundle.BundleExport;
import io.varve.diff.MergeConflict;
import io.varve.diff.MergeRules;
import io.varve.diff.PatchConflict;
import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.varve.event.ListenerOptions;
import io.varve.event.ListenerRegistration;
import io.varve.event.TenantListener;
import io.varve.metrics.TenantMetrics;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * The only door to one tenant's state and history. Two look-ups of a tenant give the same handle, unless it was lost to
 * another manager in between.
 *
 * <p>Thread-safe. {@link #state()} takes no lock; changes of one tenant are done one after the other. Every method but
 * {@link #id()} and {@link #timelineName()} throws {@link TenantNotFoundException} once the tenant was removed and {@link ClosedException} once the
 * manager was closed; every method that changes something throws {@link StoreFailedException} if the store fails, {@link
 * InvalidStateException} if the state has a value that can't be stored, and {@link NestedTransitionException} if it is
 * called from within a transition, be it of this tenant or of another: two of them could wait for each other for ever.
 * Writes throw {@link TenantOwnedException} once another manager has taken the tenant over; look the tenant up again to
 * take it back. If the tenant is {@linkplain StateManagerBuilder#shared shared}, writes throw {@link ConflictException} if
 * others were faster again and again, and all methods {@link StateExpiredException} once this manager's lease ran out.
 *
 * <p>Every method that gives a state or changes one may have to read it, and so may the persistent collections in a
 * state as they are touched. That throws {@link CorruptDataException} if what is stored is damaged, {@link
 * UnreadableSchemaException} or {@link EvolutionFailedException} if it can't be read as today's types, {@link
 * UnsupportedFormatException} if a newer Varve wrote it, and {@link StoreFailedException}.
 *
 * @param <S> the type of the state
 */
public interface Tenant<S> {

    /** The name of the timeline that every tenant has. */
    String MAIN_TIMELINE = "main";

    /** How many timelines a tenant may have beside the main one. */
    int MAX_TIMELINES = 32;

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
     * The head as it is in the store at this moment: what other processes have changed before this call is taken over first,
     * if the tenant is {@linkplain StateManagerBuilder#shared shared} with them, and else this is {@link #state()}. Cost:
     * one call of the store, and what has changed.
     *
     * @return the current state
     */
    S refresh();

    /**
     * Changes the state. Concurrent changes are all applied, one after the other.
     *
     * @param transition computes the next state; if it returns the very state that it was given, nothing changes
     * @return the state it computed
     * @throws TransitionFailedException if the transition threw an exception or returned null; the state is unchanged. A
     *     {@link VarveException} or an {@link Error} that it throws is passed on as it is, the state unchanged too
     * @throws StateTooLargeException if the state would become larger than {@link StateManagerBuilder#stateLimit} allows;
     *     it is unchanged
     * @throws ValidationFailedException if a validator or a condition of the transition refused it; the state is unchanged
     */
    S apply(Transition<S> transition);

    /**
     * Changes the state, and keeps in the audit trail who did it and why, unless nothing changes.
     *
     * @param context who and why
     * @param transition as for {@link #apply(Transition)}
     * @return the state it computed
     * @throws TransitionFailedException as {@link #apply(Transition)}
     * @throws StateTooLargeException as {@link #apply(Transition)}
     * @throws ValidationFailedException as {@link #apply(Transition)}
     */
    S apply(TransitionContext context, Transition<S> transition);

    /**
     * Changes the state by several transitions, as one change: all of them or, if one fails, none. No reader sees a state
     * between them.
     *
     * @param transitions the transitions, in this order
     * @return the state after the last one
     * @throws TransitionFailedException as {@link #apply(Transition)}; the message says which one it was
     * @throws StateTooLargeException as {@link #apply(Transition)}, of the state after the last one
     * @throws ValidationFailedException as {@link #apply(Transition)}; validators see the state after the last one only
     */
    S applyAll(Iterable<? extends Transition<S>> transitions);

    /**
     * Changes the state by several transitions, as one change with one entry in the audit trail.
     *
     * @param context who and why
     * @param transitions as for {@link #applyAll(Iterable)}
     * @return the state after the last one
     * @throws TransitionFailedException as {@link #applyAll(Iterable)}
     * @throws StateTooLargeException as {@link #applyAll(Iterable)}
     * @throws ValidationFailedException as {@link #applyAll(Iterable)}
     */
    S applyAll(TransitionContext context, Iterable<? extends Transition<S>> transitions);

    /**
     * Begins to describe a transaction, each run of which gets a name of its own.
     *
     * @return a transaction without steps
     */
    Transaction<S> transaction();

    /**
     * Begins to describe a transaction: steps with checkpoints, which can be gone back to or on from if a step fails.
     *
     * @param name what it is called in the names of its checkpoints' snapshots, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH}
     *     characters
     * @return a transaction without steps
     * @throws IllegalArgumentException if the name is blank, too long or has control characters
     */
    Transaction<S> transaction(String name);

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
     * @throws DuplicateNameException if a snapshot of that name exists, unless the request {@linkplain
     *     SnapshotRequest#replaceName() replaces} the name
     */
    SnapshotInfo snapshot(SnapshotRequest request);

    /**
     * Takes a snapshot and then changes the state, with no other change in between: what a migration or another step that
     * may go wrong is done with. If the transition fails, the state is unchanged, and the snapshot remains. In a mode in
     * which snapshots are durable, the new state is so too when this returns.
     *
     * @param transition computes the next state
     * @param request the name and description of the snapshot
     * @return the snapshot, and the new state or why the transition failed: what {@link #apply(Transition)} throws for
     *     it, be it a {@link TransitionFailedException}, {@link ValidationFailedException} or {@link
     *     StateTooLargeException}, or an {@link InvalidStateException} if the new state has a value that can't be stored.
     *     An {@link Error} that the transition throws is passed on as it is; the snapshot remains then too
     * @throws DuplicateNameException if a snapshot of that name exists, unless the request {@linkplain
     *     SnapshotRequest#replaceName() replaces} the name; the transition was not run
     * @throws InvalidStateException if the state before has a value that can't be stored. In {@link Durability#ASYNC} that is
     *     found out later, of either state
     */
    ApplyResult<S> applyWithSnapshot(Transition<S> transition, SnapshotRequest request);

    /**
     * Takes a snapshot and then changes the state, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param transition as for {@link #applyWithSnapshot(Transition, SnapshotRequest)}
     * @param request the name and description of the snapshot
     * @return the snapshot, and the new state or why the transition failed
     * @throws DuplicateNameException as {@link #applyWithSnapshot(Transition, SnapshotRequest)}
     */
    ApplyResult<S> applyWithSnapshot(TransitionContext context, Transition<S> transition, SnapshotRequest request);

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
     * Takes the last rollback back: makes the state that it replaced the head again, also if the state was changed since.
     * It is a rollback itself, to the safety snapshot of the last one or whatever snapshot that had found, with a safety
     * snapshot of its own; so undoing twice leads back to where it began. It can be done after the tenant was opened again. Other than {@link #undo()}, it
     * needs the snapshot that was kept, and no log of operations.
     *
     * @param options how
     * @return what was done
     * @throws SnapshotNotFoundException if the tenant was never rolled back, or if what the last rollback replaced was not
     *     kept or was removed since; the state is unchanged
     */
    RollbackResult<S> undoRollback(RollbackOption... options);

    /**
     * Takes the last rollback back, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param options as for {@link #undoRollback(RollbackOption...)}
     * @return what was done
     * @throws SnapshotNotFoundException as {@link #undoRollback(RollbackOption...)}
     */
    RollbackResult<S> undoRollback(TransitionContext context, RollbackOption... options);

    /**
     * Takes back the newest operation that is done: makes the state before it the head, and brings the snapshot back that it removed, if it
     * did. Again, it takes the one before that back. Operations are all changes of the head, whoever made them, and {@link #delete};
     * those are kept that {@link StateManagerBuilder#undoLimit} says, through closing and crashes as the head is. No snapshot is taken or
     * needed, and validators and the state limit are not asked. As durable as a rollback. Cost: reading two pages, one of them of the
     * state, and writing the head.
     *
     * @return what was taken back, and what is left
     * @throws UndoRefusedException if there is nothing to undo, or it can't be; nothing was changed
     */
    UndoResult<S> undo();

    /**
     * Takes an operation back, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @return as {@link #undo()}
     * @throws UndoRefusedException as {@link #undo()}
     */
    UndoResult<S> undo(TransitionContext context);

    /**
     * Does again what the last {@link #undo()} took back: makes the state after it the head. Possible until something else is done.
     *
     * @return what was done again, and what is left
     * @throws UndoRefusedException if there is nothing to redo, or it can't be; nothing was changed
     * @throws SnapshotHeldException if a snapshot would be removed again that is held by now
     */
    UndoResult<S> redo();

    /**
     * Does an operation again, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @return as {@link #redo()}
     * @throws UndoRefusedException as {@link #redo()}
     * @throws SnapshotHeldException as {@link #redo()}
     */
    UndoResult<S> redo(TransitionContext context);

    /**
     * Makes the state after any operation in the log the head, also after one that was undone before something else was done. Undo and
     * redo go on from there; what was left is {@linkplain Operation.Status#ASIDE aside}, and can be returned to in the same way.
     *
     * @param context who and why
     * @param operation its number
     * @return that operation, and what can be undone and redone from there
     * @throws UndoRefusedException if it is not in the log, or can't be returned to; nothing was changed
     * @throws SnapshotHeldException as {@link #redo()}
     */
    UndoResult<S> returnTo(TransitionContext context, long operation);

    /**
     * The log of operations. Cost: O(n), plus reading a page for each write that brought operations.
     *
     * @return the newest operations, from the oldest to the newest; none if {@link StateManagerBuilder#undoLimit} is 0
     * @throws CorruptDataException if a part of the log can't be read
     */
    Seq<Operation> operations();

    /**
     * Makes a snapshot's state the head, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param ref as for {@link #rollback(SnapshotRef, RollbackOption...)}
     * @param options how
     * @return what was done
     * @throws SnapshotNotFoundException if there is no such snapshot; the state is unchanged
     */
    RollbackResult<S> rollback(TransitionContext context, SnapshotRef ref, RollbackOption... options);

    /**
     * Looks at what going back to a snapshot would do, and changes nothing. The plan can be done later, in whole or at some
     * places only, if the head is still the same. Cost: that of finding what differs between the head and the snapshot.
     *
     * @param ref the snapshot to go back to
     * @return the plan, on the head as it is now
     * @throws SnapshotNotFoundException if there is no such snapshot
     */
    RollbackPlan<S> planRollback(SnapshotRef ref);

    /**
     * Takes a change in the middle of the history back, and leaves what came after it: makes of the head what it is without
     * the changes from one snapshot to another. What was changed again since is not overwritten, but listed, and then
     * nothing is changed. A safety snapshot is taken as by {@link #rollback}, and the new state is validated as that of a
     * transition. Cost: that of finding the changes, and of making them.
     *
     * @param from the snapshot before the change
     * @param to the snapshot after it
     * @param options how
     * @return what was done; or what does not fit the head, which is unchanged
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws ValidationFailedException if a validator refused the state; the head is unchanged
     * @throws StateTooLargeException as {@link #apply(Transition)}
     * @throws PatchFailedException if a value without the change is refused by its own constructor
     */
    Either<Seq<PatchConflict>, RevertResult<S>> revert(SnapshotRef from, SnapshotRef to, RollbackOption... options);

    /**
     * Takes a change in the middle of the history back, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param from as for {@link #revert(SnapshotRef, SnapshotRef, RollbackOption...)}
     * @param to as there
     * @param options how
     * @return what was done; or what does not fit the head, which is unchanged
     * @throws SnapshotNotFoundException as there
     * @throws ValidationFailedException as there
     * @throws StateTooLargeException as there
     * @throws PatchFailedException as there
     */
    Either<Seq<PatchConflict>, RevertResult<S>> revert(
            TransitionContext context, SnapshotRef from, SnapshotRef to, RollbackOption... options);

    /**
     * The audit trail of the head: the changes and deletions that were made with a context, and all rollbacks, holds and
     * prunings, whether with one or not.
     * What changed nothing or failed has no entry. Other changes are counted by the head's version but not listed, see
     * {@link AuditEntry}.
     *
     * <p>The newest entries are kept, up to {@link StateManagerBuilder#auditLimit}. They are as durable as the head that
     * they brought about: after a crash the trail is that of the head that is found. Cost: O(n), plus reading a page for
     * each write that brought entries, unless they were made since the last write.
     *
     * @return the entries, from the oldest to the newest
     * @throws CorruptDataException if a part of the trail can't be read
     */
    Seq<AuditEntry> audit();

    /**
     * Has a listener told what becomes of this timeline, with up to 1,024 events waiting for it; see {@link
     * #listen(TenantListener, ListenerOptions)}.
     *
     * @param listener the listener
     * @return what ends it
     */
    ListenerRegistration listen(TenantListener<S> listener);

    /**
     * Has a listener told what becomes of this timeline, from the head as it is now on: each change once it is done and visible, in order, by
     * a thread of the listener's own. For all tenants and timelines of a manager, see {@link StateManagerBuilder#listener}. Cost: nothing
     * for changes without listeners; with some, of each event an entry in a queue.
     *
     * @param listener the listener
     * @param options how many events may wait, and what happens to more
     * @return what ends it; it ends by itself when the tenant is closed
     */
    ListenerRegistration listen(TenantListener<S> listener, ListenerOptions options);

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
     * Compares two states, which are taken as they are at one moment, whatever others do meanwhile. Cost: that of opening
     * them, as {@link #at} and {@link #state()} have it; the changes are found as they are iterated, until the tenant or
     * the manager is closed.
     *
     * @param from the state to begin with
     * @param to the state that it became
     * @return what differs
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws CorruptDataException if the root of one can't be read; what is damaged further below shows in the iteration
     */
    StateDiff<S> diff(StateRef from, StateRef to);

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
     * Lists the snapshots that a filter selects, from the oldest to the newest. Cost: O(n); no state is touched.
     *
     * @param filter the filter
     * @return what is known of each
     */
    Seq<SnapshotInfo> snapshots(SnapshotFilter filter);

    /**
     * Lists some of the snapshots that a query asks for. Cost: O(log n) to go on where the page before ended and to leave out
     * what a span of time excludes, O(1) for a name without wildcards; each snapshot between is looked at once, which takes some
     * ten nanoseconds. No state is touched and no page is read.
     *
     * @param query which snapshots, in which order, and how many at once
     * @return what is known of each, and how to ask for the next ones
     */
    SnapshotPage snapshots(SnapshotQuery query);

    /**
     * The values that one place of the state had, as far as snapshots keep them and the head has them, and what is known of who
     * changed them and when. With a snapshot for each change, see {@link SnapshotPolicy#everyChanges}, that is every value.
     *
     * @param path the place: mostly a key of a map, or a component of its value
     * @return the changes, found as they are iterated, oldest first; see there for the cost
     * @throws IllegalArgumentException if a record on the way, in the head, has no component of that name; the message lists
     *     those that it has
     */
    ValueHistory historyOf(StatePath path);

    /**
     * Counts the snapshots. Cost: O(1).
     *
     * @return how many there are
     */
    int snapshotCount();

    /**
     * Counts the snapshots that a filter selects. Cost: O(n); no state is touched.
     *
     * @param filter the filter
     * @return how many there are
     */
    int snapshotCount(SnapshotFilter filter);

    /**
     * Removes a snapshot. The head and all other snapshots stay as they are. If operations are logged, {@link #undo()} brings it back,
     * and its pages are kept until that falls out of the log.
     *
     * @param ref the snapshot
     * @return what was removed
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws SnapshotHeldException if it is held; nothing was removed
     */
    SnapshotInfo delete(SnapshotRef ref);

    /**
     * Removes a snapshot, and keeps in the audit trail, and in the log of operations if there is one, who did it and why.
     *
     * @param context who and why
     * @param ref as for {@link #delete(SnapshotRef)}
     * @return what was removed
     * @throws SnapshotNotFoundException as {@link #delete(SnapshotRef)}
     * @throws SnapshotHeldException as {@link #delete(SnapshotRef)}
     */
    SnapshotInfo delete(TransitionContext context, SnapshotRef ref);

    /**
     * Holds a snapshot: until the hold has expired or was released, nothing removes it, be it a retention policy or {@link
     * #delete}. As durable as a snapshot that is taken, and told of in the audit trail. To hold a snapshot from the
     * beginning, see {@link SnapshotRequest#held}. What has expired of its holds is forgotten. Cost: O(log n), writing
     * one ref and the head.
     *
     * @param ref the snapshot
     * @param request the hold's name, who places it, why, and for how long
     * @return what is known of the snapshot now
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws SnapshotHeldException if it has a hold of that name already, or {@value SnapshotHold#MAX_HOLDS} holds
     * @throws IllegalArgumentException if the hold would have expired already
     */
    SnapshotInfo hold(SnapshotRef ref, HoldRequest request);

    /**
     * Takes a hold on a snapshot away, also one that has expired. The snapshot stays until something removes it.
     *
     * @param ref the snapshot
     * @param hold the hold's name
     * @return what is known of the snapshot now
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws HoldNotFoundException if it has no hold of that name; the message lists those that it has
     */
    SnapshotInfo release(SnapshotRef ref, String hold);

    /**
     * Takes a hold on a snapshot away, and keeps in the audit trail who did it and why. The entry has the hold's name as
     * metadata, under the key {@code hold}.
     *
     * @param context who and why
     * @param ref as for {@link #release(SnapshotRef, String)}
     * @param hold the hold's name
     * @return what is known of the snapshot now
     * @throws SnapshotNotFoundException as {@link #release(SnapshotRef, String)}
     * @throws HoldNotFoundException as {@link #release(SnapshotRef, String)}
     */
    SnapshotInfo release(TransitionContext context, SnapshotRef ref, String hold);

    /**
     * Shows what the manager's retention policy keeps and removes now, without removing anything.
     *
     * @return each snapshot with the reason, oldest first
     */
    RetentionPlan planRetention();

    /**
     * Shows what a retention policy would keep and remove now, without removing anything.
     *
     * @param policy the policy. If it has a limit of space, this lists all pages, reads those in use that mention others
     *     and those that may be deltas, and takes 65 to 130 bytes of heap for each page in use; it waits for a collection
     *     of garbage that is under way, and in {@link Durability#ASYNC} writes first what waits to be written
     * @return each snapshot with the reason, oldest first
     * @throws NestedTransitionException if the policy has a limit of space, and this is called from within a transition
     * @throws IllegalArgumentException if the policy {@linkplain RetentionPolicy#keepsNothing() keeps nothing}
     */
    RetentionPlan planRetention(RetentionPolicy policy);

    /**
     * Removes now what the manager's retention policy does not keep. An entry in the audit trail tells of it, if anything is
     * removed; one that was cut off may have removed less than it tells.
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

    /**
     * Removes now what a retention policy does not keep. Snapshots are removed a few dozen at a time, each with its name or
     * not at all; what is taken meanwhile stays.
     *
     * @param policy the policy, for this once
     * @return what was kept and removed
     * @throws IllegalArgumentException if the policy {@linkplain RetentionPolicy#keepsNothing() keeps nothing}
     */
    RetentionPlan prune(RetentionPolicy policy);

    /**
     * Removes now what a retention policy does not keep, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param policy as for {@link #prune(RetentionPolicy)}
     * @return what was kept and removed
     * @throws IllegalArgumentException as {@link #prune(RetentionPolicy)}
     */
    RetentionPlan prune(TransitionContext context, RetentionPolicy policy);

    /**
     * Deletes the pages that neither the head nor a snapshot needs any more, nor any state that the application still
     * holds: whatever was read from this tenant stays readable for as long as somebody can reach it. That nobody can is only
     * known once the garbage collector of the JVM has found out, so what was let go of a moment ago may stay until a later
     * collection. Changes and readers go on meanwhile; only writes to the store wait for a moment in the beginning. One
     * that was cut off did no harm, and the next one goes on.
     *
     * <p>Cost: reads every page in use that mentions others (about one in 30 of those of large collections), lists all
     * pages, and takes 22 to 43 bytes of heap for each page in use. A second one at the same time waits for the first.
     *
     * @return what was deleted
     * @throws CorruptDataException if a page in use can't be read, so that it can't be told what else is in use; nothing
     *     was deleted. The message says which snapshots need that page
     * @throws TenantOwnedException if another manager has taken the tenant over
     */
    GarbageReport.Collected collectGarbage();

    /**
     * Counts the pages of a snapshot's state, and those that it shares with the snapshot before it. Cost: reads every page
     * of both that mentions others (about one in 30 of those of large collections), and takes 22 to 43 bytes of heap for
     * each page. In {@link Durability#ASYNC} it writes first what waits to be written.
     *
     * @param ref the snapshot
     * @return the numbers
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws CorruptDataException if a page can't be read
     */
    Footprint footprint(SnapshotRef ref);

    /**
     * Counts what deleting a snapshot now would free in the store: the pages that it needs and neither the stored head nor
     * another snapshot nor the audit trail nor the log of operations does. Exactly that is what deleting it and {@linkplain
     * #collectGarbage() collecting} frees, unless the log keeps what was deleted, and but for what the application still holds, and for what is written in between: a head that shares
     * pages with the snapshot, and is not written yet, may come to need them. {@link #footprint} instead counts what the
     * snapshot does not share with the one before it, which is what taking it added; see {@link SnapshotCost}.
     *
     * <p>Cost: reads every page in use that mentions others (about one in 30 of those of large collections), and all
     * that it counts; takes 22 to 43 bytes of heap for each page in use. It waits for a collection that is under way, and the
     * next one waits for it. In {@link Durability#ASYNC} it writes first what waits to be written.
     *
     * @param ref the snapshot
     * @return the numbers
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws CorruptDataException if a page can't be read
     * @throws NestedTransitionException if it is called from within a transition
     */
    SnapshotCost snapshotCost(SnapshotRef ref);

    /**
     * The name of the timeline that this handle is of. A handle from {@link StateManager} is of the main one; {@link
     * #branch} and {@link #timeline} give those of others, which do everything to their own line: they have a head, snapshots
     * with names of their own, retention limits, an audit trail and rollbacks, and share with the others what is stored.
     *
     * @return the name, as far as this process knows; {@value #MAIN_TIMELINE} for the main one
     */
    String timelineName();

    /**
     * Makes a timeline that begins with a state of this one and then goes its own way: what is changed in one of them is
     * not seen in the other. It begins with a snapshot of that state, and is durable when this returns, whatever the mode; the
     * state that it begins with is kept for merging for as long as the timeline is there, even if the snapshot is removed.
     * Cost: O(1): four refs are written and no page, beside the head if that has to be written first.
     *
     * @param name its name, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH} characters, neither blank nor with control
     *     characters
     * @param from a snapshot of this timeline, or {@link SnapshotRef#head()}
     * @return its handle
     * @throws IllegalArgumentException if it can't be a name
     * @throws DuplicateNameException if the tenant has a timeline of that name
     * @throws SnapshotNotFoundException if there is no such snapshot
     * @throws IllegalStateException if the tenant has {@value #MAX_TIMELINES} beside the main one already
     */
    Tenant<S> branch(String name, StateRef from);

    /**
     * Looks a timeline of this tenant up. Two look-ups give the same handle. The first one opens the timeline, which a
     * transition may not do. Cost: a call of the store; the first time, reading
     * what is known of its snapshots.
     *
     * @param name its name
     * @return its handle, or none if there is no such timeline
     */
    Option<Tenant<S>> findTimeline(String name);

    /**
     * As {@link #findTimeline}, of a timeline that is there.
     *
     * @param name its name
     * @return its handle
     * @throws TimelineNotFoundException if there is none; the message lists those that there are
     */
    Tenant<S> timeline(String name);

    /**
     * Lists the timelines of this tenant, whichever this handle is of: the main one, then the others in the order in which they
     * were made. Cost: a call of the store.
     *
     * @return what is known of each
     */
    Seq<TimelineInfo> timelines();

    /**
     * The snapshots of all timelines of this tenant, and which was made of which. Cost: O(n) for n snapshots; timelines that
     * were not looked up yet are opened. No state is touched.
     *
     * @return the graph
     */
    SnapshotGraph snapshotGraph();

    /**
     * Gives a timeline another name. Its handles stay good. Durable when this returns, whatever the mode.
     *
     * @param name the name that it has
     * @param next the name that it gets, as for {@link #branch}
     * @return what is known of it now
     * @throws TimelineNotFoundException if there is none of that name
     * @throws DuplicateNameException if another has that name
     * @throws IllegalArgumentException if it is the main one, or what it gets can't be a name
     */
    TimelineInfo renameTimeline(String name, String next);

    /**
     * Removes a timeline with its head, its snapshots and its audit trail; those that were branched off from it stay. Its handles
     * throw {@link TimelineNotFoundException} from now on. Durable when this returns, whatever the mode; what is left of it
     * after a crash goes when the tenant is opened again. Cost: O(n) for n snapshots.
     *
     * @param name its name
     * @return what was known of it
     * @throws TimelineNotFoundException if there is none of that name
     * @throws IllegalArgumentException if it is the main one
     */
    TimelineInfo deleteTimeline(String name);

    /**
     * Looks at what merging another timeline into this one would do, and changes nothing of either: what both have changed
     * since the last state that they come from, made one. What both have changed differently is merged by the rules, or is a
     * conflict, to be resolved in the plan. The plan can be done later if both heads are still the same. Cost: that of finding
     * what both have changed; the head of the other one is written, if it was not yet.
     *
     * @param from the name of the timeline to merge, which stays as it is
     * @param rules what is done where both have changed the same; {@link MergeRules#strict()} for conflicts only
     * @return the plan, on the heads as they are now
     * @throws TimelineNotFoundException if there is no such timeline
     * @throws IllegalArgumentException if it is this one
     */
    MergePlan<S> planMerge(String from, MergeRules rules);

    /**
     * Merges another timeline into this one, if there is no conflict: as {@link #planMerge}, done at once on the head as it is.
     * A safety snapshot is taken as by {@link #rollback}, and {@link #undoRollback} takes the merge back. What was merged is not
     * merged again by the next one, unless this timeline is rolled back to before. The name of the timeline is the reason
     * in the audit trail, unless there is another.
     *
     * @param from the name of the timeline to merge, which stays as it is
     * @param rules what is done where both have changed the same
     * @param options how
     * @return what was done; or the conflicts, and nothing was changed
     * @throws TimelineNotFoundException if there is no such timeline
     * @throws IllegalArgumentException if it is this one
     * @throws ValidationFailedException if a validator refused the state; the head is unchanged
     * @throws StateTooLargeException as {@link #apply(Transition)}
     * @throws PatchFailedException if a value is refused by its own constructor
     */
    Either<Seq<MergeConflict>, MergeResult<S>> merge(String from, MergeRules rules, RollbackOption... options);

    /**
     * Merges another timeline into this one, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param from as for {@link #merge(String, MergeRules, RollbackOption...)}
     * @param rules as there
     * @param options how
     * @return what was done; or the conflicts, and nothing was changed
     * @throws TimelineNotFoundException as there
     * @throws IllegalArgumentException as there
     * @throws ValidationFailedException as there
     * @throws StateTooLargeException as there
     * @throws PatchFailedException as there
     */
    Either<Seq<MergeConflict>, MergeResult<S>> merge(
            TransitionContext context, String from, MergeRules rules, RollbackOption... options);

    /**
     * Begins to describe a bundle of this timeline: its head and its snapshots, to be carried to another store.
     *
     * @return an export of the head and all snapshots
     */
    BundleExport<S> exportBundle();
}
