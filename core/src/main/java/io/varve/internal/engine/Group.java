package io.varve.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Transitions of several threads that share one write. Used under the commit lock, but for {@link #fail}, which is called
 * before the group can be seen done.
 */
final class Group {

    private boolean done;
    private boolean turnedOutApplied;
    private @Nullable Throwable failure;

    boolean isDone() {
        return done;
    }

    void succeed() {
        done = true;
    }

    void fail(Throwable why) {
        done = true;
        failure = why;
    }

    /** Says that the write which failed the group was applied after all. */
    void turnOutApplied() {
        turnedOutApplied = true;
    }

    /** Whether what the group computed is in the store, as far as that is known. */
    boolean isApplied() {
        return turnedOutApplied || done && failure == null;
    }

    /** Throws what made the group fail. */
    void requireSuccess() {
        if (!done) {
            throw new AssertionError("a group is written before its members go on");
        }
        if (failure instanceof RuntimeException fault) {
            throw fault;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }
}
