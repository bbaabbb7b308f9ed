package io.varve;

import java.io.Serial;

/**
 * The state has a value that can't be stored: a null where none is allowed, or something that is too large or too deep; the
 * message gives the path to it. In {@link Durability#ASYNC} the snapshot that met it is taken back when this is reported.
 */
public final class InvalidStateException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message where in the state the value is, and what is wrong with it
     * @param cause what the codec or a serializer threw
     */
    public InvalidStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
