package io.varve;

import io.varve.diff.PatchConflict;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.io.Serial;

/**
 * Others changed the tenant since the state that a {@linkplain Transaction transaction} was to go back to or on from; or
 * other processes that {@linkplain StateManagerBuilder#shared share} it were faster each of the many times that a change was
 * tried; or somebody who does not own the tenant changed its refs in the store; or a {@linkplain io.varve.diff.Patch patch} does
 * not fit the state, or a {@linkplain RollbackPlan plan} the head. Nothing was changed by the call.
 */
public final class ConflictException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_IN_MESSAGE = 20;

    /** Where a patch does not fit. */
    private final Seq<PatchConflict> conflicts;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public ConflictException(String message) {
        this(message, List.empty());
    }

    private ConflictException(String message, Seq<PatchConflict> conflicts) {
        super(message, null);
        this.conflicts = conflicts;
    }

    /**
     * Says that a patch does not fit a state.
     *
     * @param conflicts where it does not, at least one
     * @return the exception; its message has the first of them
     */
    public static ConflictException ofPatch(Seq<PatchConflict> conflicts) {
        int more = conflicts.length() - MOST_IN_MESSAGE;
        return new ConflictException(
                "the patch does not fit the state, which is unchanged: "
                        + conflicts.take(MOST_IN_MESSAGE).mkString("; ")
                        + (more > 0 ? "; and " + more + " more, see conflicts()" : ""),
                conflicts);
    }

    /**
     * Where a patch does not fit.
     *
     * @return the conflicts; empty if it is not about a patch
     */
    public Seq<PatchConflict> conflicts() {
        return conflicts;
    }
}
