package io.varve;

import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * Some of the snapshots that a {@link SnapshotQuery} asks for.
 *
 * @param snapshots what is known of each, in the order that was asked for
 * @param next asks for the next page; none if there were no more
 */
public record SnapshotPage(Seq<SnapshotInfo> snapshots, Option<SnapshotQuery> next) {

    /** Checks that nothing is null. */
    public SnapshotPage {
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(next, "next");
    }
}
