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
 * those that are not too old. A snapshot goes when it is over either limit of its kind, unless a {@linkplain RetentionRule
 * rule} keeps it all the same: the newest of each day, those with a tag, and so on. Of what is left after that, the oldest go
 * if a limit of {@linkplain #atMostBytes space} says so.
 *
 * <p>What is {@linkplain SnapshotHold held} stays, whatever the policy says.
 *
 * <p>Whatever the limits say, what is needed at the moment stays: a snapshot that has just been taken or gone back to,
 * and those of a {@linkplain Transaction transaction} while it runs. They count as any other the next time that a
 * policy is applied: the manager's is with each snapshot that is asked for, each rollback, and each transaction that
 * goes through; its limit of space only by {@link Tenant#prune()} and in the background, see {@link PruningPolicy}, since it
 * takes reading what others would not.
 *
 * <p>Immutable and thread-safe.
 *
 * @param automatic the limits of automatic and safety snapshots
 * @param named the limits of named snapshots
 * @param rules keep what is over the limits, at most {@value #MAX_RULES}
 * @param bytes how many bytes the snapshots and the head may take in the store together; empty for any number
 */
public record RetentionPolicy(Limits automatic, Limits named, Seq<RetentionRule> rules, Option<Long> bytes) {

    /** The largest number of rules in a policy. */
    public static final int MAX_RULES = 32;

    /**
     * Checks all of it.
     *
     * @throws IllegalArgumentException if there are too many rules, or the number of bytes is negative
     */
    public RetentionPolicy {
        Objects.requireNonNull(automatic, "automatic");
        Objects.requireNonNull(named, "named");
        rules = Vector.ofAll(Objects.requireNonNull(rules, "rules"));
        rules.forEach(rule -> Objects.requireNonNull(rule, "rule"));
        if (rules.size() > MAX_RULES) {
            throw new IllegalArgumentException("a policy has at most " + MAX_RULES + " rules; found " + rules.size());
        }
        Objects.requireNonNull(bytes, "bytes").forEach(limit -> {
            if (limit < 0) {
                throw new IllegalArgumentException("the number of bytes to keep is not negative; found " + limit);
            }
        });
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

        boolean isNone() {
            return count.isEmpty() && age.isEmpty();
        }

        @Override
        public String toString() {
            String most = count.map(limit -> limit == 0 ? "none" : "the last " + limit)
                    .getOrElse("all");
            return most
                    + age.map(limit -> " not older than " + Ages.describe(limit))
                            .getOrElse("");
        }

        private Limits withCount(int limit) {
            return new Limits(Option.some(limit), age);
        }

        private Limits withAge(Duration limit) {
            return new Limits(count, Option.some(Objects.requireNonNull(limit, "age")));
        }
    }

    /**
     * Keeps every snapshot.
     *
     * @return the policy
     */
    public static RetentionPolicy keepAll() {
        return new RetentionPolicy(Limits.none(), Limits.none(), Vector.empty(), Option.none());
    }

    /**
     * Keeps the newest automatic snapshots, and all named ones.
     *
     * @param limit how many, not negative
     * @return the policy
     * @throws IllegalArgumentException if the limit is negative
     */
    public static RetentionPolicy keepAutomatic(int limit) {
        return keepAll().withAutomatic(Limits.none().withCount(limit));
    }

    /**
     * Limits the named snapshots too.
     *
     * @param limit how many, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the limit is negative
     */
    public RetentionPolicy keepNamed(int limit) {
        return withNamed(named.withCount(limit));
    }

    /**
     * Limits the age of automatic snapshots.
     *
     * @param age how long they are kept, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the age is negative
     */
    public RetentionPolicy keepAutomaticFor(Duration age) {
        return withAutomatic(automatic.withAge(age));
    }

    /**
     * Limits the age of named snapshots.
     *
     * @param age how long they are kept, not negative
     * @return a new policy
     * @throws IllegalArgumentException if the age is negative
     */
    public RetentionPolicy keepNamedFor(Duration age) {
        return withNamed(named.withAge(age));
    }

    private RetentionPolicy withAutomatic(Limits limits) {
        return new RetentionPolicy(limits, named, rules, bytes);
    }

    private RetentionPolicy withNamed(Limits limits) {
        return new RetentionPolicy(automatic, limits, rules, bytes);
    }

    /**
     * Keeps what one of some rules keeps, and nothing else.
     *
     * @param rules the rules, at least one
     * @return the policy
     * @throws IllegalArgumentException if there is none, which would keep nothing, or there are too many
     */
    public static RetentionPolicy keepOnly(RetentionRule... rules) {
        if (Objects.requireNonNull(rules, "rules").length == 0) {
            throw new IllegalArgumentException(
                    "a policy that keeps only what its rules keep needs a rule: without one it"
                            + " would remove every snapshot");
        }
        return keepAutomatic(0).keepNamed(0).andKeep(rules);
    }

    /**
     * Keeps what one of some rules keeps too, although it is over the limits.
     *
     * @param more the rules
     * @return a new policy
     * @throws IllegalArgumentException if there are too many
     */
    public RetentionPolicy andKeep(RetentionRule... more) {
        for (RetentionRule rule : Objects.requireNonNull(more, "more")) {
            Objects.requireNonNull(rule, "rule");
        }
        return new RetentionPolicy(automatic, named, rules.appendAll(Vector.of(more)), bytes);
    }

    /**
     * Limits the space that the snapshots and the head take in the store together: of what the rest of the policy keeps, the
     * oldest go until the others fit, but the newest one of all stays. What is removed is free once the garbage was
     * collected. Held snapshots count too.
     *
     * @param limit how many bytes, not negative
     * @return a new policy
     * @throws IllegalArgumentException if it is negative
     */
    public RetentionPolicy atMostBytes(long limit) {
        return new RetentionPolicy(automatic, named, rules, Option.some(limit));
    }

    /**
     * Whether the policy keeps everything, whatever there is.
     *
     * @return whether it has no limit
     */
    public boolean isUnlimited() {
        return automatic.isNone() && named.isNone() && bytes.isEmpty();
    }

    /**
     * Whether the policy would remove every snapshot that there could be, but for those that are held. Where a policy is used,
     * such a one is refused: it is more likely to be a mistake than meant.
     *
     * @return whether neither a limit nor a rule keeps anything
     */
    public boolean keepsNothing() {
        return automatic.count.contains(0) && named.count.contains(0) && rules.isEmpty();
    }

    /**
     * Fails if the policy {@linkplain #keepsNothing() keeps nothing}.
     *
     * @throws IllegalArgumentException if it does not
     */
    public void requireToKeepSomething() {
        if (keepsNothing()) {
            throw new IllegalArgumentException("the retention policy (" + this
                    + ") would remove every snapshot, which is more likely to be a mistake than meant: keep at least one"
                    + " of either kind, or add a rule");
        }
    }

    /**
     * Decides on each snapshot, without the limit of space. A pure function. Cost: O(n) for each rule.
     *
     * @param snapshots the snapshots, oldest first
     * @param held the sequence numbers of snapshots that must not go now, whatever the limits say, beside those that {@link
     *     SnapshotInfo#isHeldAt are held}
     * @param now the time at which ages are taken
     * @return each snapshot with the decision and the reason, in the same order
     */
    public RetentionPlan plan(Seq<SnapshotInfo> snapshots, Set<Long> held, Instant now) {
        Objects.requireNonNull(snapshots, "snapshots");
        Objects.requireNonNull(held, "held");
        Objects.requireNonNull(now, "now");
        return new RetentionDecisions(this, held, now).on(snapshots);
    }

    /**
     * Decides on each snapshot, and then on space. A pure function of its arguments. Cost: as {@link #plan(Seq, Set, Instant)},
     * and asking for the size of each snapshot that it would keep.
     *
     * @param snapshots the snapshots, oldest first
     * @param held as for {@link #plan(Seq, Set, Instant)}
     * @param now the time at which ages are taken
     * @param headBytes how many bytes the head needs
     * @param sizes how many bytes snapshots need beyond that; asked about what has to stay, then from the newest to the oldest
     * @return each snapshot with the decision and the reason, in the same order
     */
    public RetentionPlan plan(
            Seq<SnapshotInfo> snapshots, Set<Long> held, Instant now, long headBytes, SnapshotSizes sizes) {
        Objects.requireNonNull(sizes, "sizes");
        RetentionPlan plan = plan(snapshots, held, now);
        return bytes.map(limit -> new RetentionDecisions(this, held, now).within(limit, headBytes, plan, sizes))
                .getOrElse(plan);
    }

    /** As reports tell of it: {@code automatic: the last 10; named: all; and the last 7 days}. */
    @Override
    public String toString() {
        boolean isOnlyByRules = automatic.count.contains(0) && named.count.contains(0) && rules.nonEmpty();
        String limits = "automatic: " + automatic + "; named: " + named;
        String kept = rules.mkString(", ");
        return (isOnlyByRules ? "only " + kept : rules.isEmpty() ? limits : limits + "; and " + kept)
                + bytes.map(limit -> "; in at most " + limit + " bytes").getOrElse("");
    }
}
