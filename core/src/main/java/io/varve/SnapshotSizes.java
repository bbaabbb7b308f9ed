package io.varve;

/** How many bytes snapshots need in the store; for the limit of space in a {@link RetentionPolicy}. */
@FunctionalInterface
public interface SnapshotSizes {

    /**
     * Counts the bytes of the pages that a snapshot needs, and that neither the head needs nor a snapshot that was asked about
     * before. So the sum over some snapshots is what they need together, in whatever order they are asked about.
     *
     * @param snapshot a snapshot that was not asked about before
     * @return the number of bytes, not negative
     */
    long bytesBeyondTheOthers(SnapshotInfo snapshot);
}
