package io.varve;

import java.io.Serial;

/**
 * Others changed the tenant: each time that a change was tried, until the limit of tries was reached, or since the state that a
 * {@linkplain TransactionFailure transaction} was to go back to or on from.
 */
public final class ConflictException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public ConflictException(String message) {
        super(message, null);
    }
}
