package io.varve;

import io.vavr.collection.Seq;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A {@link StateValidator} or a condition of the transition refused a state. The head is unchanged. */
public final class ValidationFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final Seq<String> violations;

    /**
     * Makes the exception.
     *
     * @param message what was refused
     * @param violations what is wrong with it, at least one
     * @param cause what a validator threw, or null if it came to an answer
     */
    public ValidationFailedException(String message, Seq<String> violations, @Nullable Throwable cause) {
        super(message, cause);
        this.violations = violations;
    }

    /**
     * What is wrong with the state.
     *
     * @return all that the validators found, in the order in which they were registered, or what the condition says; at
     *     least one
     */
    public Seq<String> violations() {
        return violations;
    }
}
