package io.varve.spi;

/**
 * What a store can do, fixed for as long as it is open.
 *
 * @param durable whether a commit that has returned survives the end of the process and a loss of power
 * @param multiProcess whether several processes may have the same data open for writing at the same time, with every
 *     promise of {@link SnapshotStore} kept among them
 * @param maxPageBytes the largest page it takes, in bytes; at least {@value #MIN_PAGE_BYTES}
 * @param maxRefBytes the largest value of a ref it takes, in bytes; at least {@value #MIN_REF_BYTES}
 */
public record Capabilities(boolean durable, boolean multiProcess, int maxPageBytes, int maxRefBytes) {

    /** The size of page, 1 MiB, that every store must take. */
    public static final int MIN_PAGE_BYTES = 1 << 20;

    /** The size of a ref's value, 64 KiB, that every store must take. */
    public static final int MIN_REF_BYTES = 1 << 16;

    /**
     * Checks the limits.
     *
     * @param durable whether a commit that has returned survives the end of the process and a loss of power
     * @param multiProcess whether several processes may have the same data open for writing at the same time, with every
     *     promise of {@link SnapshotStore} kept among them
     * @param maxPageBytes the largest page it takes, in bytes; at least {@value #MIN_PAGE_BYTES}
     * @param maxRefBytes the largest value of a ref it takes, in bytes; at least {@value #MIN_REF_BYTES}
     * @throws IllegalArgumentException if a limit is smaller than every store must allow
     */
    public Capabilities {
        if (maxPageBytes < MIN_PAGE_BYTES || maxRefBytes < MIN_REF_BYTES) {
            throw new IllegalArgumentException("a store must take pages of " + MIN_PAGE_BYTES
                    + " bytes and ref values of " + MIN_REF_BYTES + " bytes; this one declares " + maxPageBytes
                    + " and " + maxRefBytes);
        }
    }
}
