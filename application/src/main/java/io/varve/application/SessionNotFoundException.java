package io.varve.application;

import java.io.Serial;

/** There is no session of an id. */
public final class SessionNotFoundException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    SessionNotFoundException(String sessionId) {
        super("there is no session '" + mask(sessionId) + "'; it may have expired and been removed: log in again");
    }
}
