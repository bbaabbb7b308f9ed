package io.varve;

import java.io.Serial;

/**
 * A transition, a validator or a metrics listener tried to change a tenant, its own or another, or to open, remove or
 * close one. A transition computes the next state from the one it is given; it does not call back.
 */
public final class NestedTransitionException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public NestedTransitionException(String message) {
        super(message, null);
    }
}
