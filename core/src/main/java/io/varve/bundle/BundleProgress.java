package io.varve.bundle;

/**
 * How far an export or import is. How much is to come can't be told, since a bundle is read and written in one go.
 *
 * @param pages how many pages were written into the bundle, or read from it and stored
 * @param bytes how many bytes of the bundle were written or read
 */
public record BundleProgress(long pages, long bytes) {}
