package io.varve;

import java.io.Serial;

/**
 * A transition tried to change a tenant, its own or another, or to open or close one. A transition computes the next state from the one it\n * is given; it does not call back.
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
