package io.varve.application;

import java.io.Serial;

/**
 * The state does not allow a transition of {@link ApplicationTransitions}; the subtype says why. {@code Tenant.apply}
 * wraps it in {@link io.varve.TransitionFailedException} as the cause. The state is unchanged.
 */
public abstract sealed class ApplicationStateException extends IllegalStateException
        permits DataNotFoundException,
                InvalidDataException,
                SessionExistsException,
                SessionExpiredException,
                SessionNotFoundException,
                UserExistsException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 8;

    ApplicationStateException(String message) {
        super(message);
    }

    /** Enough of a session's id to recognize it, not to use it: who has the whole id has the session, and messages are logged. */
    static String mask(String sessionId) {
        return sessionId.length() <= SHOWN ? sessionId : sessionId.substring(0, SHOWN) + "…";
    }
}
