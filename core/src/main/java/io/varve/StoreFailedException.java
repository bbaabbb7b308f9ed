package io.varve;

import io.varve.spi.StoreException;
import java.io.Serial;

/**
 * The store failed, and trying again did not help, or could not. The cause is what the store threw; {@link #kind()}
 * says what may be concluded. Unless that is {@link StoreException.Kind#OUTCOME_UNKNOWN}, the write that failed was not
 * made. If it is, the change may be in effect; the tenant's next change finds out before it begins.
 */
public final class StoreFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What the store's fault allows to conclude. */
    private final StoreException.Kind kind;

    /**
     * Makes the exception.
     *
     * @param message what was being done
     * @param cause the store's fault
     */
    public StoreFailedException(String message, StoreException cause) {
        super(message + ": " + cause.getMessage(), cause);
        this.kind = cause.kind();
    }

    /**
     * What the store's fault allows to conclude.
     *
     * @return the kind that the store gave
     */
    public StoreException.Kind kind() {
        return kind;
    }
}
