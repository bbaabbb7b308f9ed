package io.varve;

import java.io.Serial;

/**
 * No snapshot answers to the {@link SnapshotRef}; the message lists what there is.
 */
public final class SnapshotNotFoundException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public SnapshotNotFoundException(String message) {
        super(message, null);
    }
}
