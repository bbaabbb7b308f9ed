package io.varve.examples.replay;

import java.io.Serial;

/** Something that the user has to change; the message says what, and no stack trace is shown. */
final class ReplayException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
