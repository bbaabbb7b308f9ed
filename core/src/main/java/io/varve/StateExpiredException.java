package io.varve;

import java.io.Serial;

/**
 * A state of a tenant that several processes {@linkplain StateManagerBuilder#shared share} can't be read any more: another
 * process has removed what it consists of, since this one's lease ran out, or since it held on to a snapshot that was
 * removed for longer than the reader grace. Nothing is damaged. To go on, look the tenant up again and read its state anew.
 */
public final class StateExpiredException extends VarveException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was asked, what was found, what to do
     */
    public StateExpiredException(String message) {
        super(message, null);
    }
}
