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
 * @param undo the operations that can be undone, and where in them it is
 */
record Head<S>(
        StateCell<S> cell,
        long version,
        Instant changedAt,
        Option<LastRollback> lastRollback,
        AuditTail tail,
        Ancestry ancestry,
        Option<AuditEntry> note,
        UndoTail<S> undo) {

    /** A head of which nobody says who made it. */
    Head(
            StateCell<S> cell,
            long version,
            Instant changedAt,
            Option<LastRollback> lastRollback,
            AuditTail tail,
            Ancestry ancestry,
            UndoTail<S> undo) {
        this(cell, version, changedAt, lastRollback, tail, ancestry, Option.none(), undo);
    }

    /** The head after a change of which the audit trail has no entry; see {@link AuditLog} for the others. */
    Head<S> next(StateCell<S> nextCell, Instant now) {
        return new Head<>(
                nextCell, version + 1, now.isBefore(changedAt) ? changedAt : now, lastRollback, tail, ancestry, undo);
    }

    /** The same head at the time of an entry about it, so that no entry is earlier than the one before. */
    Head<S> notedAt(Instant now) {
        return new Head<>(
                cell, version, now.isBefore(changedAt) ? changedAt : now, lastRollback, tail, ancestry, note, undo);
    }

    /** The same head with an entry about it. */
    Head<S> told(AuditEntry entry, AuditTail newTail) {
        return new Head<>(cell, version, changedAt, lastRollback, newTail, ancestry, Option.some(entry), undo);
    }

    Head<S> withTail(AuditTail newTail) {
        return new Head<>(cell, version, changedAt, lastRollback, newTail, ancestry, note, undo);
    }

    Head<S> withAncestry(Ancestry other) {
        return new Head<>(cell, version, changedAt, lastRollback, tail, other, note, undo);
    }

    long generation() {
        return ancestry.generation(version);
    }

    Head<S> withRollback(LastRollback rollback) {
        return withRollback(Option.some(rollback));
    }

    Head<S> withRollback(Option<LastRollback> rollback) {
        return new Head<>(cell, version, changedAt, rollback, tail, ancestry, note, undo);
    }

    Head<S> withUndo(UndoTail<S> other) {
        return new Head<>(cell, version, changedAt, lastRollback, tail, ancestry, note, other);
    }

    /** The same, told of by nobody yet. */
    Head<S> withoutNote() {
        return new Head<>(cell, version, changedAt, lastRollback, tail, ancestry, undo);
    }
}
