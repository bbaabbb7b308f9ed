package io.varve;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bundle can't be imported. Head and history of every tenant are what they were before the call; what was written of a tenant
 * that is new stays out of sight, and counts as {@linkplain io.varve.bundle.BundleImport#unfinished() unfinished}.
 */
public final class BundleRefusedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why not. */
    private final Reason reason;

    /** What is in the way. */
    public enum Reason {
        /** It does not begin as bundles do. */
        NOT_A_BUNDLE,
        /** It ends too early: copy it again, and import that to go on. */
        CUT_SHORT,
        /** It was changed, or was never right. */
        DAMAGED,
        /** Its states can't be read as the type of the manager's states. */
        WRONG_TYPE,
        /** The tenant does not have the snapshot that the bundle goes on from: import the earlier bundles first. */
        BASE_MISSING,
        /** The tenant has newer snapshots than those that the bundle would add. */
        HISTORY_CHANGED,
        /** The head was changed since the last import, and no snapshot keeps it. */
        HEAD_CHANGED
    }

    /**
     * Makes the exception.
     *
     * @param reason what is in the way
     * @param message what was asked, what was found, what to do
     * @param cause what was noticed first, or null
     */
    public BundleRefusedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
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
