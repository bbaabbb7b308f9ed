package io.varve;

import java.io.Serial;

/**
 * The type of the state, or a type somewhere within it, is not one that Varve can keep, or look into to compare it; the
 * message gives the path to it.
 */
public final class UnsupportedTypeException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public UnsupportedTypeException(String message) {
        super(message, null);
    }
}
