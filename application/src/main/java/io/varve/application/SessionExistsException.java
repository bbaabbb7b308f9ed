package io.varve.application;

import java.io.Serial;

/** A session of an id exists, and has not expired. */
public final class SessionExistsException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    SessionExistsException(String sessionId) {
        super("there is a session '" + mask(sessionId) + "' already that has not expired; choose another id");
    }
}
