package io.varve;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a snapshot takes in the store, in pages: most are a few hundred bytes to a few kilobytes.
 *
 * @param snapshot the snapshot
 * @param before the snapshot taken before it, of those that are left; empty if it is the oldest
 * @param pages how many pages its state has
 * @param sharedPages how many of them are pages of the snapshot before it too; 0 if there is none
 */
public record Footprint(SnapshotInfo snapshot, Option<SnapshotInfo> before, long pages, long sharedPages) {

    /** Checks that nothing is null. */
    public Footprint {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(before, "before");
    }

    /**
     * How many pages it does not share with the snapshot before it.
     *
     * @return the number
     */
    public long ownPages() {
        return pages - sharedPages;
    }

    /**
     * What share of its pages the snapshot before it has too.
     *
     * @return 0 to 1
     */
    public double sharedShare() {
        return (double) sharedPages / pages;
    }
}
