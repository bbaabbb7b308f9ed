package io.varve.internal.engine;

import io.varve.Transition;

/**
 * A step of a transaction.
 *
 * @param name what it is called
 * @param transition computes the next state
 * @param isCheckpoint whether a snapshot is taken of its result
 */
record TransactionStep<S>(String name, Transition<S> transition, boolean isCheckpoint) {}
