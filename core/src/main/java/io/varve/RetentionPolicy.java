package io.varve;

import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Which snapshots are kept: so many automatic ones, and so many named ones, of each the newest. Immutable.
 *
 * @param automatic the number of automatic and safety snapshots kept, empty for all
 * @param named the number of named snapshots kept, empty for all
 */
public record RetentionPolicy(OptionalInt automatic, OptionalInt named) {

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is negative
     */
    public RetentionPolicy {
        automatic.ifPresent(limit -> check("automatic", limit));
        named.ifPresent(limit -> check("named", limit));
    }

    /**
     * Keeps every snapshot.
     *
     * @return the policy
     */
    public static RetentionPolicy keepAll() {
        return new RetentionPolicy(OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * Keeps the newest automatic snapshots, and all named ones.
     *
     * @param limit how many, not negative
     * @return the policy
     */
    public static RetentionPolicy keepAutomatic(int limit) {
        return new RetentionPolicy(OptionalInt.of(limit), OptionalInt.empty());
    }

    /**
     * Limits the named snapshots too.
     *
     * @param limit how many, not negative
     * @return a new policy
     */
    public RetentionPolicy keepNamed(int limit) {
        return new RetentionPolicy(automatic, OptionalInt.of(limit));
    }

    /**
     * Decides on each snapshot. A pure function.
     *
     * @param snapshots the snapshots, oldest first
     * @param held the sequence numbers of snapshots that must not go now, whatever the limits say
     * @return each snapshot with the decision and the reason, in the same order
     */
    public RetentionPlan plan(Seq<SnapshotInfo> snapshots, Set<Long> held) {
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(held, "held");
        int automaticSeen = 0;
        int namedSeen = 0;
        Vector<RetentionPlan.Decision> newestFirst = Vector.empty();
        for (SnapshotInfo info : snapshots.reverse()) {
            boolean isNamed = info.kind() == SnapshotKind.NAMED;
            int rank = isNamed ? ++namedSeen : ++automaticSeen;
            newestFirst = newestFirst.append(decide(info, rank, isNamed, held.contains(info.sequence())));
        }
        return new RetentionPlan(newestFirst.reverse());
    }

    private RetentionPlan.Decision decide(SnapshotInfo info, int rank, boolean isNamed, boolean isHeld) {
        OptionalInt limit = isNamed ? named : automatic;
        String kind = isNamed ? "named" : "automatic";
        if (limit.isEmpty()) {
            return new RetentionPlan.Decision(info, true, "all " + kind + " snapshots are kept");
        }
        String reason = "number " + rank + " of the " + kind + " ones, of which " + limit.getAsInt() + " are kept";
        if (rank > limit.getAsInt() && isHeld) {
            return new RetentionPlan.Decision(
                    info, true, "in use by a call or a transaction under way, else " + reason);
        }
        return new RetentionPlan.Decision(info, rank <= limit.getAsInt(), reason);
    }

    private static void check(String kind, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("the limit of " + kind + " snapshots is not negative; found " + limit);
        }
    }
}
