package io.varve;

import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * A change in the operation log of a timeline, which {@link Tenant#undo()} can take back.
 *
 * @param number its number in the log, from 1 on; it is never used again
 * @param kind what was done
 * @param status whether it is part of the head
 * @param versionBefore how many changes the head had seen before this one
 * @param versionAfter how many it had seen after it; the same for {@link OperationKind#DELETE}
 * @param at when, by the manager's clock
 * @param context who and why, as far as that was said
 * @param snapshotId the id of the snapshot that it is about: the one gone back to, or removed; none for other kinds
 * @param snapshotName the name of that snapshot, if it had one
 */
public record Operation(
        long number,
        OperationKind kind,
        Status status,
        long versionBefore,
        long versionAfter,
        Instant at,
        TransitionContext context,
        Option<String> snapshotId,
        Option<String> snapshotName) {

    /** Whether an operation is part of the head. */
    public enum Status {
        /** It was done, and one of the next undos takes it back. */
        DONE,
        /** It was taken back, and one of the next redos does it again. */
        UNDONE,
        /**
         * Neither undo nor redo comes by it: it was taken back, and then something else was done; or a manager without a log has
         * changed the timeline since. {@link Tenant#returnTo} still goes to it.
         */
        ASIDE
    }

    /**
     * Checks that nothing is null.
     *
     * @param number its number
     * @param kind what was done
     * @param status whether it is part of the head
     * @param versionBefore the head's version before
     * @param versionAfter the head's version after
     * @param at when
     * @param context who and why
     * @param snapshotId the snapshot's id
     * @param snapshotName the snapshot's name
     */
    public Operation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(snapshotId, "snapshotId");
        Objects.requireNonNull(snapshotName, "snapshotName");
    }

    /**
     * Who did it.
     *
     * @return a name, or none if it was not said
     */
    public Option<String> who() {
        return context.who();
    }

    /**
     * Why it was done.
     *
     * @return the reason, or none if it was not said
     */
    public Option<String> reason() {
        return context.reason();
    }
}
