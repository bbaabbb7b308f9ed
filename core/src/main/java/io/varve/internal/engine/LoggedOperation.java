package io.varve.internal.engine;

import io.vavr.control.Option;

/**
 * An operation that can be undone.
 *
 * @param facts what is known of it
 * @param before the head that it found; none if that could not be stored
 * @param after the head that it made; none if that could not be stored
 * @param removed the snapshot that it removed, if it did and that could be stored
 */
record LoggedOperation<S>(
        OperationFacts facts, Option<LoggedState<S>> before, Option<LoggedState<S>> after, Option<Entry<S>> removed) {

    long number() {
        return facts.number();
    }
}
