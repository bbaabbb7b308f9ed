package io.varve.internal.engine;

import io.varve.SnapshotPolicy;
import io.varve.diff.PathPattern;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Which snapshots a policy takes on an occasion, and why: the policy as a pure function.
 *
 * @param before why one is taken of the state before the change, or none
 * @param after why one is taken of the state after it, or none
 */
record DueSnapshots(Option<String> before, Option<String> after) {

    static final DueSnapshots NONE = new DueSnapshots(Option.none(), Option.none());

    /**
     * Decides.
     *
     * @throws io.varve.VarveException if what differs can't be read
     */
    static DueSnapshots of(SnapshotPolicy policy, Occasion occasion) {
        if (policy instanceof SnapshotPolicy.EveryChanges every) {
            return after(
                    occasion.changes() >= every.number(), occasion.changes() + " changes since the snapshot before");
        } else if (policy instanceof SnapshotPolicy.Every every) {
            return after(
                    occasion.changes() > 0
                            && occasion.sinceSnapshot().forAll(passed -> passed.compareTo(every.time()) >= 0),
                    policy.toString());
        } else if (policy instanceof SnapshotPolicy.WhenChanged places) {
            return changed(places, occasion);
        } else if (policy instanceof SnapshotPolicy.WhenLarge large) {
            return after(isLarge(large.changes(), occasion), "at least " + large.changes() + " places changed");
        } else if (policy instanceof SnapshotPolicy.BeforeRisky) {
            return occasion.isRisky() ? new DueSnapshots(Option.some("before a risky change"), Option.none()) : NONE;
        } else if (policy instanceof SnapshotPolicy.Both both) {
            DueSnapshots one = of(both.one(), occasion);
            // What differs is only looked for if it matters.
            return one.isNone() ? NONE : one.and(of(both.other(), occasion));
        } else if (policy instanceof SnapshotPolicy.Either either) {
            DueSnapshots one = of(either.one(), occasion);
            DueSnapshots other = of(either.other(), occasion);
            return new DueSnapshots(one.before.orElse(other.before), one.after.orElse(other.after));
        }
        return NONE;
    }

    /** Whether a policy may ever take one before a change. */
    static boolean mayBeBefore(SnapshotPolicy policy) {
        if (policy instanceof SnapshotPolicy.Both both) {
            return mayBeBefore(both.one()) || mayBeBefore(both.other());
        } else if (policy instanceof SnapshotPolicy.Either either) {
            return mayBeBefore(either.one()) || mayBeBefore(either.other());
        }
        return policy instanceof SnapshotPolicy.BeforeRisky;
    }

    boolean isNone() {
        return before.isEmpty() && after.isEmpty();
    }

    private DueSnapshots and(DueSnapshots other) {
        if (other.isNone()) {
            return NONE;
        }
        String why = before.orElse(after).get() + ", and "
                + other.before.orElse(other.after).get();
        return before.isDefined() || other.before.isDefined()
                ? new DueSnapshots(Option.some(why), Option.none())
                : new DueSnapshots(Option.none(), Option.some(why));
    }

    private static DueSnapshots after(boolean isDue, String why) {
        return isDue ? new DueSnapshots(Option.none(), Option.some(why)) : NONE;
    }

    private static DueSnapshots changed(SnapshotPolicy.WhenChanged places, Occasion occasion) {
        Seq<PathPattern> patterns = places.patterns().map(PathPattern::of);
        for (StateChange change : occasion.differences()) {
            if (isWithin(patterns, change.path())) {
                return after(true, change.path() + " changed");
            }
        }
        return NONE;
    }

    private static boolean isWithin(Seq<PathPattern> patterns, StatePath path) {
        for (int steps = 0; steps <= path.steps().size(); steps++) {
            StatePath around = new StatePath(path.steps().take(steps));
            if (patterns.exists(pattern -> pattern.test(around))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLarge(int enough, Occasion occasion) {
        int found = 0;
        for (StateChange change : occasion.differences()) {
            found += change == null ? 0 : 1;
            if (found >= enough) {
                return true;
            }
        }
        return false;
    }
}
