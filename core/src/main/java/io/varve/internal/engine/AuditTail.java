package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.vavr.collection.Vector;

/**
 * The newest entries of the audit trail as a head carries them: those at least that were not written before that head
 * came to be. Immutable, so a head that does not come to be takes its entries with it.
 *
 * @param next the sequence number of the next entry
 * @param entries entries with consecutive numbers, the last of them {@code next - 1}
 */
record AuditTail(long next, Vector<AuditEntry> entries) {

    static AuditTail startingAt(long next) {
        return new AuditTail(next, Vector.empty());
    }

    /**
     * Adds the next entry.
     *
     * @param limit how many entries to keep
     * @param stored the number before which all entries are in the store, and need not be kept
     */
    AuditTail append(AuditEntry entry, int limit, long stored) {
        return new AuditTail(next + 1, from(stored).append(entry).takeRight(limit));
    }

    /** The entries from a number on. */
    Vector<AuditEntry> from(long sequence) {
        long before = sequence - (next - entries.size());
        return before <= 0 ? entries : entries.drop((int) Math.min(before, entries.size()));
    }
}
