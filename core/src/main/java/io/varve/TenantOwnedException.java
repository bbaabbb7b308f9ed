package io.varve;

import java.io.Serial;

/**
 * Another manager, as a rule in another process, has opened the tenant for writing, or has taken it over since; nothing
 * was written here. To go on, look the tenant up again: see {@link StateManagerBuilder#takeOver}.
 */
public final class TenantOwnedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public TenantOwnedException(String message) {
        super(message, null);
    }
}
