package io.varve;

import io.varve.diff.PathPattern;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.Objects;

/**
 * When a manager takes snapshots by itself. A plain value: policies are put together with {@link #and} and {@link #or}, and say
 * what they mean by their text.
 *
 * <pre>{@code
 * SnapshotPolicy.everyChanges(100)
 *         .or(SnapshotPolicy.every(Duration.ofHours(1)))
 *         .or(SnapshotPolicy.whenChanged("/settings").and(SnapshotPolicy.every(Duration.ofMinutes(5))))
 *         .or(SnapshotPolicy.beforeRisky())
 * }</pre>
 *
 * <p>It is looked at after each {@link Tenant#apply(Transition) apply} and {@code applyAll} that changes the state, and, as far
 * as it goes by number and time, a few times a second by a thread of the manager: so rollbacks, transactions and the changes of
 * other processes that share the tenant count too. The snapshot is an {@link SnapshotKind#AUTOMATIC automatic} one, and its
 * description says why it was taken. It is of the head after the change, or after what others have made of it since; one of a
 * head that has a snapshot already is not taken. Numbers and times count from the newest snapshot of whatever kind, which the
 * history knows: nothing is lost by a restart, and several processes count together.
 *
 * <p>A snapshot after a change that can't be taken does not make the change fail: the {@link BackgroundFailureListener} is
 * told, and the next change finds it due again. One before a risky transition is a part of that change: both are made, or
 * neither.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface SnapshotPolicy {

    /** The largest number of conditions in a policy. */
    int MAX_CONDITIONS = 64;

    /**
     * Takes no snapshots.
     *
     * @return the policy
     */
    static SnapshotPolicy never() {
        return new Never();
    }

    /**
     * Takes a snapshot when there were so many changes of the head since the newest one, or since the tenant was created.
     *
     * @param number how many, at least 1
     * @return the policy
     * @throws IllegalArgumentException if it is less than 1
     */
    static SnapshotPolicy everyChanges(long number) {
        return new EveryChanges(number);
    }

    /**
     * Takes a snapshot of a head that has changed when so much time has passed since the newest one, by the manager's clock;
     * at once if there is none yet.
     *
     * @param time how much, positive
     * @return the policy
     * @throws IllegalArgumentException if it is not positive
     */
    static SnapshotPolicy every(Duration time) {
        return new Every(Objects.requireNonNull(time, "time"));
    }

    /**
     * Takes a snapshot after a change of some places, or within them. Cost: for each change of the state, finding what differs
     * until one is found.
     *
     * @param patterns the places, see {@link PathPattern#of}; one will do
     * @return the policy
     * @throws IllegalArgumentException if there is none, or one is no pattern
     */
    static SnapshotPolicy whenChanged(String... patterns) {
        for (String pattern : Objects.requireNonNull(patterns, "patterns")) {
            Objects.requireNonNull(pattern, "pattern");
        }
        return new WhenChanged(Vector.of(patterns));
    }

    /**
     * Takes a snapshot after a change that is so large: of so many places, as a {@link io.varve.diff.StateDiff} lists them.
     * Cost: for each change of the state, finding as many of what differs.
     *
     * @param changes how many places, at least 1
     * @return the policy
     * @throws IllegalArgumentException if it is less than 1
     */
    static SnapshotPolicy whenLarge(int changes) {
        return new WhenLarge(changes);
    }

    /**
     * Takes a snapshot before a transition that is {@linkplain Transition#risky() marked as risky}, of the state that it begins
     * with. It concerns {@code apply} and {@code applyAll}; a transaction has checkpoints for that. Nothing is taken if the
     * transition fails or changes nothing.
     *
     * @return the policy
     */
    static SnapshotPolicy beforeRisky() {
        return new BeforeRisky();
    }

    /**
     * Takes a snapshot when this policy and another do. If one of them takes it before the change, it is taken before.
     *
     * @param other the other
     * @return a policy
     * @throws IllegalArgumentException if both have more than {@value #MAX_CONDITIONS} conditions together
     */
    default SnapshotPolicy and(SnapshotPolicy other) {
        return new Both(this, Objects.requireNonNull(other, "other"));
    }

    /**
     * Takes a snapshot when this policy or another does; two, before and after the change, if they say so.
     *
     * @param other the other
     * @return a policy
     * @throws IllegalArgumentException if both have more than {@value #MAX_CONDITIONS} conditions together
     */
    default SnapshotPolicy or(SnapshotPolicy other) {
        return new Either(this, Objects.requireNonNull(other, "other"));
    }

    /**
     * How many conditions it has.
     *
     * @return the number, at least 1
     */
    default int conditions() {
        return 1;
    }

    /** As {@link #never()}. */
    record Never() implements SnapshotPolicy {
        @Override
        public String toString() {
            return "never";
        }
    }

    /**
     * As {@link #everyChanges(long)}.
     *
     * @param number how many
     */
    record EveryChanges(long number) implements SnapshotPolicy {
        /** Checks the number. */
        public EveryChanges {
            if (number < 1) {
                throw new IllegalArgumentException(
                        "snapshots are taken every so many changes, at least 1; found " + number);
            }
        }

        @Override
        public String toString() {
            return "every " + number + (number == 1 ? " change" : " changes");
        }
    }

    /**
     * As {@link #every(Duration)}.
     *
     * @param time how much time
     */
    record Every(Duration time) implements SnapshotPolicy {
        /** Checks the time. */
        public Every {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("the time between snapshots is positive; found " + time);
            }
        }

        @Override
        public String toString() {
            return "every " + Ages.describe(time);
        }
    }

    /**
     * As {@link #whenChanged(String...)}.
     *
     * @param patterns the places
     */
    record WhenChanged(Seq<String> patterns) implements SnapshotPolicy {
        /** Checks the patterns. */
        public WhenChanged {
            patterns = Vector.ofAll(patterns);
            if (patterns.isEmpty() || patterns.size() > MAX_CONDITIONS) {
                throw new IllegalArgumentException(
                        "1 to " + MAX_CONDITIONS + " places are watched; found " + patterns.size());
            }
            for (String pattern : patterns) {
                if (pattern.length() > SnapshotRequest.MAX_TEXT_LENGTH) {
                    throw new IllegalArgumentException("a pattern has at most " + SnapshotRequest.MAX_TEXT_LENGTH
                            + " characters; found " + pattern.length());
                }
                PathPattern.of(pattern);
            }
        }

        @Override
        public String toString() {
            return "when " + patterns.mkString(" or ") + " changed";
        }
    }

    /**
     * As {@link #whenLarge(int)}.
     *
     * @param changes how many places
     */
    record WhenLarge(int changes) implements SnapshotPolicy {
        /** Checks the number. */
        public WhenLarge {
            if (changes < 1) {
                throw new IllegalArgumentException("a large change is one of at least 1 place; found " + changes);
            }
        }

        @Override
        public String toString() {
            return "when " + changes + (changes == 1 ? " place changed" : " places changed");
        }
    }

    /** As {@link #beforeRisky()}. */
    record BeforeRisky() implements SnapshotPolicy {
        @Override
        public String toString() {
            return "before what is risky";
        }
    }

    /**
     * As {@link #and(SnapshotPolicy)}.
     *
     * @param one a policy
     * @param other another
     */
    record Both(SnapshotPolicy one, SnapshotPolicy other) implements SnapshotPolicy {
        /** Checks that they are not too many. */
        public Both {
            requireFew(one.conditions() + other.conditions());
        }

        @Override
        public int conditions() {
            return one.conditions() + other.conditions();
        }

        @Override
        public String toString() {
            return "(" + one + " and " + other + ")";
        }
    }

    /**
     * As {@link #or(SnapshotPolicy)}.
     *
     * @param one a policy
     * @param other another
     */
    record Either(SnapshotPolicy one, SnapshotPolicy other) implements SnapshotPolicy {
        /** Checks that they are not too many. */
        public Either {
            requireFew(one.conditions() + other.conditions());
        }

        @Override
        public int conditions() {
            return one.conditions() + other.conditions();
        }

        @Override
        public String toString() {
            return "(" + one + " or " + other + ")";
        }
    }

    private static void requireFew(int conditions) {
        if (conditions > MAX_CONDITIONS) {
            throw new IllegalArgumentException(
                    "a policy has at most " + MAX_CONDITIONS + " conditions; found " + conditions);
        }
    }
}
