package io.varve.internal.encryption;

import java.io.Serial;

/** Sealed bytes are not what was sealed under this key in this place. Which of these it is can't be told. */
final class BrokenSealException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    BrokenSealException(String message) {
        super(message);
    }
}
