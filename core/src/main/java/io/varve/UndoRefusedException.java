package io.varve;

import java.io.Serial;
import java.util.Objects;

/** There is nothing that could be undone, redone or returned to. The state is unchanged. */
public final class UndoRefusedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why not. */
    private final Reason reason;

    /** What is in the way. */
    public enum Reason {
        /** The manager keeps no operation log, see {@link StateManagerBuilder#undoLimit}. */
        SWITCHED_OFF,
        /** Nothing is left to undo, or to redo, within the limit of the log. */
        NOTHING_LEFT,
        /** The log has no operation of that number, or none any more. */
        NOT_IN_LOG,
        /** The state is not in the log, since it has a value that can't be stored. */
        STATE_NOT_KEPT,
        /** More snapshots would have to be removed or brought back than one change can: go in smaller steps. */
        TOO_FAR
    }

    /**
     * Makes the exception.
     *
     * @param reason what is in the way
     * @param message what was asked, what was found, what to do
     */
    public UndoRefusedException(Reason reason, String message) {
        super(message, null);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * What is in the way.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
