package io.varve;

import io.varve.diff.StateDiff;
import io.varve.diff.StatePath;
import io.vavr.control.Option;

/**
 * A rollback that was looked at before it is done: what it would change, what stands in its way, and, if not all of it is
 * wanted, at which places it is to be done. It is planned on the head as it was at one moment, and done only if that is
 * still the head; otherwise {@link #renewed()} plans it anew.
 *
 * <pre>{@code
 * RollbackPlan<Shop> plan = acme.planRollback(SnapshotRef.named("v1.0")).only(StatePath.root().component("settings"));
 * System.out.println(plan.diff().summary());
 * if (plan.problem().isEmpty()) {
 *     plan.execute(RollbackOption.ALLOW_REMOVALS);
 * }
 * }</pre>
 *
 * <p>A rollback of all makes the snapshot's state the head, as {@link Tenant#rollback} does. A <em>selective</em> one, which
 * {@link #only} and {@link #except} make of it, leads to a state that has not been there before: it is validated, and
 * limited, as the result of a transition is, and the audit trail tells of it as {@link AuditKind#SELECTIVE_ROLLBACK}.
 * {@link Tenant#undoRollback} takes back either.
 *
 * <p>Planning changes nothing. A plan holds the states that it is about. Immutable and thread-safe.
 *
 * @param <S> the type of the state
 */
public interface RollbackPlan<S> {

    /**
     * The snapshot that it goes back to.
     *
     * @return what is known of it
     */
    SnapshotInfo target();

    /**
     * The version of the head that it was planned on, as in {@link SnapshotInfo#stateVersion()}.
     *
     * @return the version
     */
    long stateVersion();

    /**
     * Whether it goes back at some places only.
     *
     * @return true if it was made by {@link #only} or {@link #except}
     */
    boolean isSelective();

    /**
     * Why it can't be done: the snapshot, or what differs in it from the head, is damaged or can't be read as today's types;
     * or the state that a selective rollback leads to is refused. Found when the plan was made.
     *
     * @return what {@link #execute} would throw, or none
     */
    Option<VarveException> problem();

    /**
     * What it would change: the head's state, compared with the one that would replace it.
     *
     * @return the changes
     * @throws VarveException what {@link #problem()} has, if it can't be done
     */
    StateDiff<S> diff();

    /**
     * The same rollback at some places, and within them, only. Of a selective one, what it does there.
     *
     * @param places where to go back
     * @return a selective rollback
     * @throws IllegalArgumentException if what is around a place changes as a whole, see {@link
     *     io.varve.diff.Patch#only(StatePath...)}
     */
    RollbackPlan<S> only(StatePath... places);

    /**
     * The same rollback but at some places, and within them. Of a selective one, what it does elsewhere.
     *
     * @param places what is to stay as it is
     * @return a selective rollback
     * @throws IllegalArgumentException as {@link #only}
     */
    RollbackPlan<S> except(StatePath... places);

    /**
     * Plans the same on the head as it is now.
     *
     * @return a new plan
     * @throws SnapshotNotFoundException if the snapshot was removed since
     * @throws IllegalArgumentException as {@link #only}, of the changes as they are now
     */
    RollbackPlan<S> renewed();

    /**
     * Does it, if the head is still the one that it was planned on. The head that is replaced is kept in a safety snapshot, as
     * by {@link Tenant#rollback}.
     *
     * @param options how
     * @return what was done
     * @throws ConflictException if the head has changed since
     * @throws SnapshotNotFoundException if the snapshot was removed since
     * @throws IllegalArgumentException if it is selective and would remove something, and that was not {@linkplain
     *     RollbackOption#ALLOW_REMOVALS allowed}; the message says what
     * @throws VarveException what {@link #problem()} has, if it can't be done
     */
    RollbackResult<S> execute(RollbackOption... options);

    /**
     * Does it, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param options how
     * @return what was done
     * @throws ConflictException as {@link #execute(RollbackOption...)}
     * @throws SnapshotNotFoundException as {@link #execute(RollbackOption...)}
     * @throws IllegalArgumentException as {@link #execute(RollbackOption...)}
     * @throws VarveException as {@link #execute(RollbackOption...)}
     */
    RollbackResult<S> execute(TransitionContext context, RollbackOption... options);
}
