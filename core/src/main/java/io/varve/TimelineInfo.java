package io.varve;

import io.vavr.control.Option;
import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a timeline.
 *
 * @param name its name, unique in the tenant; {@link Tenant#MAIN_TIMELINE} for the one that every tenant has
 * @param origin where it was branched off; none for the main one
 */
public record TimelineInfo(String name, Option<Origin> origin) {

    /** Checks that nothing is null. */
    public TimelineInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
    }

    /**
     * Where a timeline was branched off.
     *
     * @param timeline the name of the timeline that it was branched off from, as it is now; none if that was deleted since
     * @param version the version of the state that it began with, in that timeline: see {@link SnapshotInfo#stateVersion()}
     * @param snapshotId the id of the snapshot whose state that was; none if it was the head. It may have been removed since
     * @param at when, by the manager's clock
     */
    public record Origin(Option<String> timeline, long version, Option<String> snapshotId, Instant at) {

        /** Checks that nothing is null. */
        public Origin {
            Objects.requireNonNull(timeline, "timeline");
            Objects.requireNonNull(snapshotId, "snapshotId");
            Objects.requireNonNull(at, "at");
        }
    }
}
