package io.varve.internal.engine;

import java.time.Instant;

/**
 * A head as it was at one moment.
 *
 * @param cell its state
 * @param version counts the changes of the head
 * @param changedAt when it changed
 */
record Head<S>(StateCell<S> cell, long version, Instant changedAt) {

    Head<S> next(StateCell<S> nextCell, Instant now) {
        return new Head<>(nextCell, version + 1, now);
    }
}
