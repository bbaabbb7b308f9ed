package io.varve.internal.engine;

/**
 * What other processes have made of a tenant, and is to be taken over here.
 *
 * @param head the head
 * @param history the snapshots
 * @param nextSequence the sequence number of the next snapshot
 */
record Arrival<S>(Head<S> head, History<S> history, long nextSequence) {}
