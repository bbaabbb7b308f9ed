package io.varve;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Stored data is missing, damaged, or not what it should be. The message names the page, and the snapshots that it is
 * part of as far as they can be told; other snapshots stay readable.
 */
public final class CorruptDataException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what is damaged, and whom it hurts
     */
    public CorruptDataException(String message) {
        super(message, null);
    }

    /**
     * Makes the exception with a cause.
     *
     * @param message what is damaged, and whom it hurts
     * @param cause what was noticed first, or null
     */
    public CorruptDataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
