package io.varve;

import java.io.Serial;

/**
 * A snapshot of that name exists already, and the request did not say that it {@linkplain SnapshotRequest#replaceName()
 * may lose} the name; or it has the name that a {@linkplain Transaction transaction} needs for a checkpoint; or the tenant has
 * a {@linkplain Tenant#branch timeline} of that name.
 */
public final class DuplicateNameException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public DuplicateNameException(String message) {
        super(message, null);
    }
}
