package io.varve.diff;

import io.varve.ConflictException;
import io.varve.Transition;
import io.varve.internal.diff.StructuralPatch;
import io.vavr.collection.Seq;
import io.vavr.control.Either;

/**
 * Changes that can be made to a state: those of a {@link StateDiff}, as a value of its own. Each has a guard, which is what
 * was there before: a state that has something else there is left as it is, and the patch says where it does not fit.
 *
 * <pre>{@code
 * Patch<Shop> migration = acme.diff(SnapshotRef.named("v1"), SnapshotRef.named("v2")).toPatch();
 * globex.apply(migration.asTransition());
 * }</pre>
 *
 * <p>What is applied is every kind of change that a diff finds, to every type that it looks into. Records are made anew by
 * their canonical constructors, with whatever these check; maps and sets keep their kind and, if they are sorted, their
 * order; collections of {@code java.util} come out unmodifiable. A sequence grows and shrinks at its end. What no change
 * touches stays the very object that it was.
 *
 * <p>Cost of {@link #apply}: O(d log n) for d changes in persistent collections of n entries, all changes of one map being
 * made in one go; what other collections are changed in costs their sizes, and a record the number of its components, once.
 * A patch holds the values of its changes, before and after, and may so keep parts of two states from being let go of.
 * Immutable and thread-safe. Parts of a state that are in a store are read as they are needed, which may throw a {@link
 * io.varve.VarveException}.
 *
 * @param <S> the type of the states
 */
public sealed interface Patch<S> permits StructuralPatch {

    /**
     * The changes.
     *
     * @return them, in the order of the diff
     */
    Seq<StateChange> changes();

    /**
     * Whether there is nothing to change.
     *
     * @return true if there is no change
     */
    boolean isEmpty();

    /**
     * Makes all changes, or none.
     *
     * @param state the state to change, which stays what it is
     * @return the state with all changes made, which is the very state that was given if the patch is empty; or each change
     *     that does not fit, at least one
     * @throws io.varve.PatchFailedException if a value with its parts changed is refused by its own constructor
     * @throws io.varve.UnsupportedTypeException if a change lies in a record that can't be looked into
     */
    Either<Seq<PatchConflict>, S> apply(S state);

    /**
     * The patch as a change of a tenant's state.
     *
     * @return a transition that throws a {@link ConflictException}, which has the conflicts, if the patch does not fit
     */
    default Transition<S> asTransition() {
        return state -> apply(state).getOrElseThrow(ConflictException::ofPatch);
    }

    /**
     * The patch that takes this one back.
     *
     * @return a patch of as many changes
     */
    Patch<S> invert();

    /**
     * This patch and another one after it, as one. What the second takes back of the first is in neither; so, after {@code
     * diff(a, b)}, {@code diff(b, c)} gives the changes of {@code diff(a, c)}, if perhaps in another order.
     *
     * @param next begins where this one ends
     * @return a patch that does what both do
     * @throws IllegalArgumentException if the other one expects something else than this one leaves; the message says where
     */
    Patch<S> compose(Patch<S> next);

    /**
     * A part of this patch: what it changes at some places, and within them.
     *
     * @param places where it may change something
     * @return the changes there
     * @throws IllegalArgumentException if a change takes a place along with what is around it, as when a whole entry goes of
     *     which only a component is named, so that it is neither there nor elsewhere; the message says what to name
     */
    Patch<S> only(StatePath... places);

    /**
     * All of this patch but what {@link #only} gives: it changes nothing at some places or within them.
     *
     * @param places where it may change nothing
     * @return the changes elsewhere
     * @throws IllegalArgumentException as {@link #only}
     */
    Patch<S> except(StatePath... places);
}
