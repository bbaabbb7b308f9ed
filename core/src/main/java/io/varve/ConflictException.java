package io.varve;

import java.io.Serial;

/**
 * Others changed the tenant since the state that a {@linkplain Transaction transaction} was to go back to or on from; or
 * other processes that {@linkplain StateManagerBuilder#shared share} it were faster each of the many times that a change was
 * tried; or somebody who does not own the tenant changed its refs in the store. Nothing was changed by the call.
 */
public final class ConflictException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public ConflictException(String message) {
        super(message, null);
    }
}
