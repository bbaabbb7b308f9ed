package io.varve.application;

import java.io.Serial;
import java.time.Instant;

/** A session has expired. */
public final class SessionExpiredException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    SessionExpiredException(String sessionId, Instant expiry, Instant now) {
        super("the session '" + mask(sessionId) + "' expired at " + expiry + ", and it is " + now + "; log in again");
    }
}
