package io.varve.internal.page;

/**
 * What two nodes don't have in common, as nodes.
 *
 * @param before of the one
 * @param after of the other
 */
public record Differing<N>(N before, N after) {}
