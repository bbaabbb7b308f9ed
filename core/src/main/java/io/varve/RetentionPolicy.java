package io.varve;

import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Which snapshots are kept: of the automatic and of the named ones, each with limits of its own, the newest so many and
 * those that are not too old. A snapshot goes when it is over either limit of its kind.
 *
 * <p>Whatever the limits say, what is needed at the moment stays: a snapshot that has just been taken or gone back to,
 * and those of a {@linkplain Transaction transaction} while it runs. They count as any other the next time that a
 * policy is applied: the manager's is with each snapshot that is asked for, each rollback, and each transaction that
 * goes through.
 *
 * <p>Immutable and thread-safe.
 *
 * @param automatic the limits of automatic and safety snapshots
 * @param named the limits of named snapshots
 */
public record RetentionPolicy(Limits automatic, Limits named) {

    /** Checks that nothing is null. */
    public RetentionPolicy {
        Objects.requireNonNull(automatic, "automatic");
        Objects.requireNonNull(named, "named");
    }

    /**
     * The limits of one kind of snapshots.
     *
     * @param count the number that is kept, the newest ones; empty for all
     * @param age how long they are kept; empty for ever
     */
    public record Limits(Option<Integer> count, Option<Duration> age) {

        /**
         * Checks the limits.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Limits {
            count.forEach(limit -> {
                if (limit < 0) {
                    throw new IllegalArgumentException(
                            "the number of snapshots to keep is not negative; found " + limit);
                }
            });
            age.forEach(limit -> {
                if (limit.isNegative()) {
                    throw new IllegalArgumentException(
                            "the time to keep snapshots for is not negative; found " + limit);
                }
            });
        }

        /**
         * No limits.
         *
         * @return limits that keep everything
         */
        public static Limits none() {
            return new Limits(Option.none(), Option.none());
        }

        private Limits withCount(int limit) {
            return new Limits(Option.some(limit), age);
        }

        private Limits withAge(Duration limit) {
            return new Limits(count, Option.some(Objects.requireNonNull(limit, "age")));
        }

        private boolean isNone() {
            return count.isEmpty() && age.isEmpty();
        }
    }

    /**
     * Keeps every snapshot.
     *
     * @return the policy
     */
    public static RetentionPolicy keepAll() {
        return new RetentionPolicy(Limits.none(), Limits.none());
    }

    /**
     * Keeps the newest automatic snapshots, and all named ones.
     *
     * @param limit how many, not negative
     * @return the policy
     * @throws IllegalArgumentException if the limit is negative
     */
    public static RetentionPolicy keepAutomatic(int limit) {
        return new RetentionPolicy(Limits.none().withCount(limit), Limits.none());
    }

    /**
     * Limits the named snapshots too.
     *
     * @param limit how many, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the limit is negative
     */
    public RetentionPolicy keepNamed(int limit) {
        return new RetentionPolicy(automatic, named.withCount(limit));
    }

    /**
     * Limits the age of automatic snapshots.
     *
     * @param age how long they are kept, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the age is negative
     */
    public RetentionPolicy keepAutomaticFor(Duration age) {
        return new RetentionPolicy(automatic.withAge(age), named);
    }

    /**
     * Limits the age of named snapshots.
     *
     * @param age how long they are kept, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the age is negative
     */
    public RetentionPolicy keepNamedFor(Duration age) {
        return new RetentionPolicy(automatic, named.withAge(age));
    }

    /**
     * Whether the policy keeps everything, whatever there is.
     *
     * @return whether it has no limit
     */
    public boolean isUnlimited() {
        return automatic.isNone() && named.isNone();
    }

    /**
     * Decides on each snapshot. A pure function. Cost: O(n).
     *
     * @param snapshots the snapshots, oldest first
     * @param held the sequence numbers of snapshots that must not go now, whatever the limits say
     * @param now the time at which ages are taken
     * @return each snapshot with the decision and the reason, in the same order
     */
    public RetentionPlan plan(Seq<SnapshotInfo> snapshots, Set<Long> held, Instant now) {
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(held, "held");
        Objects.requireNonNull(now, "now");
        int automaticSeen = 0;
        int namedSeen = 0;
        Vector<RetentionPlan.Decision> newestFirst = Vector.empty();
        for (SnapshotInfo info : snapshots.reverse()) {
            boolean isNamed = info.kind() == SnapshotKind.NAMED;
            int rank = isNamed ? ++namedSeen : ++automaticSeen;
            newestFirst = newestFirst.append(decide(info, rank, now, held.contains(info.sequence())));
        }
        return new RetentionPlan(newestFirst.reverse());
    }

    private RetentionPlan.Decision decide(SnapshotInfo info, int rank, Instant now, boolean isHeld) {
        boolean isNamed = info.kind() == SnapshotKind.NAMED;
        Limits limits = isNamed ? named : automatic;
        String kind = isNamed ? "named" : "automatic";
        if (limits.isNone()) {
            return new RetentionPlan.Decision(info, true, "all " + kind + " snapshots are kept");
        }
        boolean isOver = false;
        String reason = "";
        if (limits.count.isDefined()) {
            int count = limits.count.get();
            isOver = rank > count;
            reason = "number " + rank + " of the " + kind + " ones, of which " + count + " are kept";
        }
        if (limits.age.isDefined() && !isOver) {
            Duration age = Duration.between(info.createdAt(), now);
            isOver = age.compareTo(limits.age.get()) > 0;
            reason += (reason.isEmpty() ? "" : "; ") + Ages.describe(age) + " old, and " + kind + " ones are kept for "
                    + Ages.describe(limits.age.get());
        }
        return new RetentionPlan.Decision(
                info, !isOver || isHeld, isOver && isHeld ? "in use by what is under way, else " + reason : reason);
    }
}
