package io.varve.internal.engine;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * How far a transaction has come. Who else has changed the head since a point follows from two counts: the head's version
 * counts all changes, and this counts the transaction's own.
 *
 * @param next the index of the next step
 * @param version the version of the head after the last step
 * @param changes how many changes of the head the transaction has made
 * @param initial the state before it, once it has changed something
 * @param checkpoints those reached, in their order
 * @param state the state after the last step, or none if none has run
 */
record TransactionProgress<S>(
        int next,
        long version,
        long changes,
        Option<RestorePoint<S>> initial,
        LinkedHashMap<String, RestorePoint<S>> checkpoints,
        Option<S> state) {

    static <S> TransactionProgress<S> start(long version) {
        return new TransactionProgress<>(0, version, 0, Option.none(), none(), Option.none());
    }

    static <S> LinkedHashMap<String, RestorePoint<S>> none() {
        return LinkedHashMap.empty();
    }

    /** After a step, or several that were one change. */
    TransactionProgress<S> stepped(int newNext, long newVersion, boolean changed, S newState) {
        return new TransactionProgress<>(
                newNext, newVersion, changed ? changes + 1 : changes, initial, checkpoints, Option.some(newState));
    }

    /** With one more point to go back to, or one that the head is again. */
    TransactionProgress<S> with(RestorePoint<S> point) {
        return point.checkpoint()
                .map(name ->
                        new TransactionProgress<>(next, version, changes, initial, checkpoints.put(name, point), state))
                .getOrElse(() ->
                        new TransactionProgress<>(next, version, changes, Option.some(point), checkpoints, state));
    }

    /** With the head at a point, whether somebody else or, by one more change, the transaction has brought it there. */
    TransactionProgress<S> returned(RestorePoint<S> point, long newVersion, boolean changed) {
        long newChanges = changed ? changes + 1 : changes;
        return new TransactionProgress<>(point.next(), newVersion, newChanges, initial, checkpoints, point.state())
                .with(point.at(newVersion, newChanges));
    }

    /** Going on behind a point, with the head as it is. */
    TransactionProgress<S> goingOnFrom(RestorePoint<S> point) {
        return new TransactionProgress<>(point.next(), version, changes, initial, checkpoints, state);
    }

    /** The checkpoints that are yet to come, although they were reached once. */
    Seq<RestorePoint<S>> undone() {
        return checkpoints.values().filter(point -> point.next() > next).toList();
    }

    TransactionProgress<S> withoutUndone() {
        return new TransactionProgress<>(
                next, version, changes, initial, checkpoints.filterValues(point -> point.next() <= next), state);
    }

    /** How many changes others have made since a point. */
    long othersSince(RestorePoint<S> point, Head<S> head) {
        return head.version() - point.version() - (changes - point.changes());
    }

    /** Whether the transaction has ever changed anything: then there is, or was, an initial snapshot. */
    boolean hasChanged() {
        return changes != 0;
    }

    Seq<RestorePoint<S>> points() {
        return initial.toList().appendAll(checkpoints.values());
    }
}
