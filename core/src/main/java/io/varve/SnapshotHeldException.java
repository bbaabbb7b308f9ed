package io.varve;

import java.io.Serial;

/**
 * A {@link SnapshotHold} stands against what was asked: the snapshot can't be removed before it is released, or it has a hold
 * of that name already, or as many as one snapshot may have.
 */
public final class SnapshotHeldException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public SnapshotHeldException(String message) {
        super(message, null);
    }
}
