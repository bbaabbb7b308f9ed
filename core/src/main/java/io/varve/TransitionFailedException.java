package io.varve;

import java.io.Serial;

/** A transition threw an exception, which is the cause, or returned null. The state is unchanged. */
public final class TransitionFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which transition failed and how
     * @param cause what the transition threw, or what stands for its null
     */
    public TransitionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
