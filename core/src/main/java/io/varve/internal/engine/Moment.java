package io.varve.internal.engine;

/**
 * A tenant's history and head as they were together at one moment.
 *
 * @param history the snapshots
 * @param head the head
 */
record Moment<S>(History<S> history, Head<S> head) {}
