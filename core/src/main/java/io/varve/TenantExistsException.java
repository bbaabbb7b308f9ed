package io.varve;

import java.io.Serial;

/**
 * A tenant of that id exists already.
 */
public final class TenantExistsException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public TenantExistsException(String message) {
        super(message, null);
    }
}
