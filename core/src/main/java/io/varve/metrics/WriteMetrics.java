package io.varve.metrics;

/**
 * What was written with one snapshot: its state, as far as that was not stored yet, and entries of the audit trail.
 *
 * @param pages how many pages were written; 0 if all was stored before
 * @param bytes their bytes, compressed
 * @param shared how many links of the written pages lead to pages that were in the store already. Each stands for that
 *     page and all below it, none of which was written again
 */
public record WriteMetrics(long pages, long bytes, long shared) {}
