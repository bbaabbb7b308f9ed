package io.varve;

import java.io.Serial;

/**
 * A function of an {@link Evolution} threw an exception, which is the cause, or returned what its place does not take.
 * The message names the path, and what was to be made of what. Nothing was changed; what does not need the function stays
 * readable.
 */
public final class EvolutionFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which function failed, where and how
     * @param cause what it threw, or what stands for its wrong result
     */
    public EvolutionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
