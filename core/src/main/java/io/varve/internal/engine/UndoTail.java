package io.varve.internal.engine;

import io.vavr.collection.Vector;

/**
 * The operations that can be undone as a head carries them: those at least that were not written before it came to be, and where
 * in all of them it is. Immutable, so a head that does not come to be takes its operation with it.
 *
 * @param next the number of the next operation
 * @param current the operation that the head is the result of; 0 if it comes from none
 * @param end the operation up to which redo leads
 * @param operations operations with consecutive numbers, the last of them {@code next - 1}
 */
record UndoTail<S>(long next, long current, long end, Vector<LoggedOperation<S>> operations) {

    /** What a head carries of which all is in the store. */
    static <S> UndoTail<S> of(UndoMark mark) {
        return new UndoTail<>(mark.next(), mark.current(), mark.end(), Vector.empty());
    }

    /** Of a timeline that has no operations. */
    static <S> UndoTail<S> none() {
        return of(UndoMark.NONE);
    }

    /**
     * Adds the next operation, which the head is the result of from then on.
     *
     * @param limit how many operations to keep
     * @param stored the number before which all operations are in the store, and need not be kept
     */
    UndoTail<S> append(LoggedOperation<S> operation, int limit, long stored) {
        return new UndoTail<>(
                next + 1, next, next, from(stored).append(operation).takeRight(limit));
    }

    /** The same for a head that is the result of another operation. */
    UndoTail<S> at(long newCurrent, long newEnd) {
        return new UndoTail<>(next, newCurrent, newEnd, operations);
    }

    /** The operations from a number on. */
    Vector<LoggedOperation<S>> from(long number) {
        long before = number - (next - operations.size());
        return before <= 0 ? operations : operations.drop((int) Math.min(before, operations.size()));
    }

    /** Whether there never was an operation. */
    boolean isNone() {
        return next == UndoMark.NONE.next();
    }
}
