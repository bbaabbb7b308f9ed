package io.varve;

import java.io.Serial;

/**
 * Stored data was written by a newer version of Varve, whose format this one does not know.
 */
public final class UnsupportedFormatException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public UnsupportedFormatException(String message) {
        super(message, null);
    }
}
