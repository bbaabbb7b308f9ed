package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * A head as it was at one moment.
 *
 * @param cell its state
 * @param version counts the changes of the head
 * @param changedAt when it changed, or was last told of in the audit trail; never earlier than the head before it
 * @param lastRollback the rollback that it comes from, if there was one
 * @param tail the audit entries that are to be written with it
 * @param ancestry where the state comes from
 * @param note tells who made it what it is and why, or noted something of it, last; none if nobody said so. It is here whether a
 *     trail is kept or not
 */
record Head<S>(
        StateCell<S> cell,
        long version,
        Instant changedAt,
        Option<LastRollback> lastRollback,
        AuditTail tail,
        Ancestry ancestry,
        Option<AuditEntry> note) {

    /** A head of which nobody says who made it. */
    Head(
            StateCell<S> cell,
            long version,
            Instant changedAt,
            Option<LastRollback> lastRollback,
            AuditTail tail,
            Ancestry ancestry) {
        this(cell, version, changedAt, lastRollback, tail, ancestry, Option.none());
    }

    /** The head after a change of which the audit trail has no entry; see {@link AuditLog} for the others. */
    Head<S> next(StateCell<S> nextCell, Instant now) {
        return new Head<>(
                nextCell, version + 1, now.isBefore(changedAt) ? changedAt : now, lastRollback, tail, ancestry);
    }

    /** The same head at the time of an entry about it, so that no entry is earlier than the one before. */
    Head<S> notedAt(Instant now) {
        return new Head<>(cell, version, now.isBefore(changedAt) ? changedAt : now, lastRollback, tail, ancestry, note);
    }

    /** The same head with an entry about it. */
    Head<S> told(AuditEntry entry, AuditTail newTail) {
        return new Head<>(cell, version, changedAt, lastRollback, newTail, ancestry, Option.some(entry));
    }

    Head<S> withTail(AuditTail newTail) {
        return new Head<>(cell, version, changedAt, lastRollback, newTail, ancestry, note);
    }

    Head<S> withAncestry(Ancestry other) {
        return new Head<>(cell, version, changedAt, lastRollback, tail, other, note);
    }

    long generation() {
        return ancestry.generation(version);
    }

    Head<S> withRollback(LastRollback rollback) {
        return new Head<>(cell, version, changedAt, Option.some(rollback), tail, ancestry, note);
    }
}
