package io.varve;

import java.io.Serial;

/**
 * The {@link StateManager}, the {@link io.varve.generic.GenericReader} or the store below it was closed before or
 * during the call.
 */
public final class ClosedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public ClosedException(String message) {
        super(message, null);
    }
}
