package io.varve;

import java.io.Serial;

/**
 * Stored data was written with types that today's types can't be read from; the message names the field.
 */
public final class UnreadableSchemaException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public UnreadableSchemaException(String message) {
        super(message, null);
    }
}
