package io.varve.metrics;

/**
 * Pages as the store sees them, which is compressed. What was tried again counts again.
 *
 * @param read how many pages the store gave
 * @param bytesRead their bytes
 * @param written how many pages were handed to the store, also in commits that it did not apply
 * @param bytesWritten their bytes
 */
public record PageMetrics(long read, long bytesRead, long written, long bytesWritten) {}
