package io.varve;

import io.varve.diff.MergeConflict;
import io.varve.diff.MergeResolution;
import io.varve.diff.StateDiff;
import io.varve.diff.StateMerge;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.Function;

/**
 * A merge of one timeline into another that was looked at before it is done: what it would change, and which conflicts there
 * are to be resolved. It is planned on the heads of both as they were at one moment, and done only if those are still the heads;
 * otherwise {@link #renewed()} plans it anew.
 *
 * <pre>{@code
 * MergePlan<Shop> plan = acme.planMerge("what-if", MergeRules.strict().at("/stock/*", Merger.<Long>counter()));
 * plan.conflicts().forEach(System.out::println);
 * plan.resolve(conflict -> Option.some(MergeResolution.theirs())).execute();
 * }</pre>
 *
 * <p>Planning changes nothing, but writes the head of the timeline that is merged if it was not written yet. A plan holds the
 * states that it is about. Immutable and thread-safe.
 *
 * @param <S> the type of the state
 */
public interface MergePlan<S> {

    /**
     * The timeline that is merged.
     *
     * @return its name when this was planned
     */
    String from();

    /**
     * The timeline that it is merged into, and which changes by it.
     *
     * @return its name when this was planned
     */
    String into();

    /**
     * The version of the head that is merged.
     *
     * @return the version, in its own timeline, as in {@link SnapshotInfo#stateVersion()}
     */
    long fromVersion();

    /**
     * The version of the head that it is merged into.
     *
     * @return the version
     */
    long intoVersion();

    /**
     * The last state that both heads come from: where one timeline was branched off the other, or was merged last, directly or
     * by way of others. If there are several of which none comes from another, one of them.
     *
     * @return the state
     */
    S base();

    /**
     * The merge itself.
     *
     * @return what it changes, and what is not decided
     */
    StateMerge<S> merge();

    /**
     * The conflicts that are not resolved.
     *
     * @return them; none if it can be done
     */
    Seq<MergeConflict> conflicts();

    /**
     * What it would change: the head's state, compared with the one that would replace it. Conflicts that are not resolved are
     * left as the head has them.
     *
     * @return the changes
     * @throws PatchFailedException if a value is refused by its own constructor
     * @throws ConflictException if the resolutions do not fit together
     */
    StateDiff<S> diff();

    /**
     * Resolves conflicts by a function.
     *
     * @param resolver what becomes of each; none to leave it
     * @return the plan with these resolved
     */
    MergePlan<S> resolve(Function<? super MergeConflict, Option<MergeResolution>> resolver);

    /**
     * Resolves one conflict by hand.
     *
     * @param path where
     * @param resolution what becomes of it
     * @return the plan with that one resolved
     * @throws IllegalArgumentException if there is no conflict at the path
     */
    MergePlan<S> resolve(StatePath path, MergeResolution resolution);

    /**
     * Plans the same, with the same rules and nothing resolved, on the heads as they are now.
     *
     * @return a new plan
     * @throws TimelineNotFoundException if the timeline that is merged was deleted since
     */
    MergePlan<S> renewed();

    /**
     * Does it, if the heads are still those that it was planned on. The head that is replaced is kept in a safety snapshot, as
     * by {@link Tenant#rollback}, and the new state is validated as that of a transition. {@link Tenant#undoRollback} takes it
     * back.
     *
     * @param options how
     * @return what was done
     * @throws ConflictException if there are conflicts that are not resolved, or one of the heads has changed since
     * @throws TimelineNotFoundException if the timeline that is merged was deleted since
     * @throws ValidationFailedException if a validator refused the state; the head is unchanged
     * @throws StateTooLargeException as {@link Tenant#apply(Transition)}
     * @throws PatchFailedException if a value is refused by its own constructor
     */
    MergeResult<S> execute(RollbackOption... options);

    /**
     * Does it, and keeps in the audit trail who did it and why.
     *
     * @param context who and why
     * @param options how
     * @return what was done
     * @throws ConflictException as {@link #execute(RollbackOption...)}
     * @throws TimelineNotFoundException as there
     * @throws ValidationFailedException as there
     * @throws StateTooLargeException as there
     * @throws PatchFailedException as there
     */
    MergeResult<S> execute(TransitionContext context, RollbackOption... options);
}
