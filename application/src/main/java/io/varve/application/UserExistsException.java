package io.varve.application;

import java.io.Serial;

/** A user who is to be taken in is there already. */
public final class UserExistsException extends ApplicationStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    UserExistsException(String userId) {
        super("there is a record of the user '" + userId + "' already, under the key '" + Users.key(userId) + "'");
    }
}
