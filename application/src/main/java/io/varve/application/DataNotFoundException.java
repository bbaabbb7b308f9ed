package io.varve.application;

import java.io.Serial;

/** There is no value of a key. */
public final class DataNotFoundException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    DataNotFoundException(String key) {
        super("there is no value of the key '" + key + "' to transform; set one first");
    }
}
