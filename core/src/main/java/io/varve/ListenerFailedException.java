package io.varve;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A {@link io.varve.event.TenantListener} threw an exception, or had not handled all events when the manager was closed. Told to the
 * {@link BackgroundFailureListener}; what the events tell of is done all the same.
 */
public final class ListenerFailedException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what was told, and what became of it
     * @param cause what the listener threw, or null if it threw nothing
     */
    public ListenerFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
