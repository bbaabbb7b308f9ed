package io.varve.metrics;

/**
 * What it took to store one state.
 *
 * @param pages how many pages were written; 0 if the state was stored before
 * @param bytes their bytes, compressed
 * @param shared how many links of the written pages lead to pages that were in the store already. Each stands for that
 *     page and all below it, none of which was written again
 */
public record WriteMetrics(long pages, long bytes, long shared) {}
