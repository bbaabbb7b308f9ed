package io.varve;

import io.vavr.collection.Seq;
import java.util.Objects;

/**
 * What a {@link RetentionPolicy} keeps and removes, and why.
 *
 * @param decisions one for each snapshot, oldest first
 */
public record RetentionPlan(Seq<Decision> decisions) {

    /** Checks that nothing is null. */
    public RetentionPlan {
        Objects.requireNonNull(decisions, "decisions");
    }

    /**
     * The snapshots that stay.
     *
     * @return them, oldest first
     */
    public Seq<SnapshotInfo> kept() {
        return decisions.filter(Decision::keep).map(Decision::snapshot);
    }

    /**
     * The snapshots that go.
     *
     * @return them, oldest first
     */
    public Seq<SnapshotInfo> removed() {
        return decisions.reject(Decision::keep).map(Decision::snapshot);
    }

    /**
     * The plan as a text for people: a line for each snapshot, oldest first, with what becomes of it and why.
     *
     * @return the text, each line ended by a line feed
     */
    public String describe() {
        int width = decisions
                .map(decision -> decision.snapshot().label().length())
                .max()
                .getOrElse(0);
        return decisions
                .map(decision -> (decision.keep() ? "keep   " : "remove ")
                        + decision.snapshot().label()
                        + " ".repeat(width - decision.snapshot().label().length()) + "  " + decision.reason() + "\n")
                .mkString();
    }

    /**
     * The decision on one snapshot.
     *
     * @param snapshot the snapshot
     * @param keep whether it stays
     * @param reason why, for a reader
     */
    public record Decision(SnapshotInfo snapshot, boolean keep, String reason) {

        /** Checks that nothing is null. */
        public Decision {
            Objects.requireNonNull(snapshot, "snapshot");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
