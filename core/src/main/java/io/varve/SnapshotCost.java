package io.varve;

import java.util.Objects;

/**
 * What deleting a snapshot would free: what it needs and nothing else does that stays. Unlike a {@link Footprint}, which says
 * what a snapshot added to the one before it, this looks at all that is kept. Of two snapshots of the same state each costs
 * nothing, since the other keeps the pages; and what a snapshot brought costs nothing for as long as a later one has it too.
 * So costs don't add up: deleting two snapshots frees at least the sum of both, and more where only these two share a page.
 *
 * @param snapshot the snapshot
 * @param pages how many pages would be freed
 * @param bytes how many bytes they have in the store
 */
public record SnapshotCost(SnapshotInfo snapshot, long pages, long bytes) {

    /** Checks that nothing is null. */
    public SnapshotCost {
        Objects.requireNonNull(snapshot, "snapshot");
    }
}
