package io.varve.internal.engine;

import io.vavr.control.Option;
import java.time.Instant;

/**
 * A head as it was at one moment.
 *
 * @param cell its state
 * @param version counts the changes of the head
 * @param changedAt when it changed
 * @param lastRollback the rollback that it comes from, if there was one
 */
record Head<S>(StateCell<S> cell, long version, Instant changedAt, Option<LastRollback> lastRollback) {

    Head<S> next(StateCell<S> nextCell, Instant now) {
        return new Head<>(nextCell, version + 1, now, lastRollback);
    }

    Head<S> rolledBack(StateCell<S> to, Instant now, LastRollback rollback) {
        return new Head<>(to, version + 1, now, Option.some(rollback));
    }
}
