package io.varve;

import java.io.Serial;

/** The snapshot has no hold of that name. The message lists those that it has. */
public final class HoldNotFoundException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public HoldNotFoundException(String message) {
        super(message, null);
    }
}
