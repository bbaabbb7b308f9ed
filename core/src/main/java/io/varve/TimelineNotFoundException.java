package io.varve;

import java.io.Serial;

/**
 * The tenant has no timeline of that name, or the timeline of a handle was deleted; the message lists what there is. Nothing
 * was changed.
 */
public final class TimelineNotFoundException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public TimelineNotFoundException(String message) {
        super(message, null);
    }
}
