package io.varve;

import java.io.Serial;

/**
 * A {@linkplain io.varve.diff.Patch patch} would make a value that its own constructor refuses, such as a record that checks
 * its components. The message has the path; the cause is what the constructor threw. The state is unchanged.
 */
public final class PatchFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     * @param cause what the constructor threw
     */
    public PatchFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
