package io.varve.internal.engine;

import java.io.Serial;

/**
 * A commit was refused because another process has changed the tenant since it was last looked at. Nothing was written; what
 * was asked is done again on what there is now.
 */
final class Outrun extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether a snapshot or a batch of the audit trail is not what it was, so that all of them have to be read again. */
    private final boolean all;

    Outrun(boolean all) {
        super("another process was faster", null, false, false);
        this.all = all;
    }

    boolean all() {
        return all;
    }
}
