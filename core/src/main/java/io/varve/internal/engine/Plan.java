package io.varve.internal.engine;

import io.vavr.control.Option;

/**
 * What an operation makes of the current head.
 *
 * @param change what it changes, or none if there is nothing to do
 * @param result what it returns once that is done
 */
record Plan<S, R>(Option<Change<S>> change, R result) {

    /**
     * Makes a plan.
     *
     * @param <S> the type of the state
     * @param <R> the type of the result
     */
    @FunctionalInterface
    interface Planner<S, R> {

        /** Plans on the current head. What it throws is thrown by the operation, and nothing changes. */
        Plan<S, R> plan(Head<S> tip);
    }

    static <S, R> Plan<S, R> of(Change<S> change, R result) {
        return new Plan<>(Option.some(change), result);
    }

    static <S, R> Plan<S, R> nothing(R result) {
        return new Plan<>(Option.none(), result);
    }
}
