package io.varve;

import java.io.Serial;

/**
 * There is no tenant of that id, or it has been removed; the message lists some that there are.
 */
public final class TenantNotFoundException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public TenantNotFoundException(String message) {
        super(message, null);
    }
}
