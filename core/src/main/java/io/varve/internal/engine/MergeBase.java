package io.varve.internal.engine;

import io.vavr.Tuple2;
import io.vavr.control.Option;

/**
 * The last state that the heads of two timelines come from. Another timeline is part of a head up to the point of the last
 * branch or merge; so of each timeline, what two heads have in common is the earlier of two points, and of these points the one
 * of the highest generation comes from no other.
 *
 * @param timeline the number of the timeline whose head the state was
 * @param point which of its heads
 */
record MergeBase(long timeline, MergedPoint point) {

    /**
     * Finds it; of several of which none comes from another, one, and the same from either side. Cost: O(n) for n timelines.
     *
     * @param one the number of one timeline
     * @param ofOne what is part of its head
     * @param other the number of the other
     * @param ofOther what is part of its head
     */
    static Option<MergeBase> of(long one, Ancestry ofOne, long other, Ancestry ofOther) {
        // Each comes from what the other knows of it, which is never more than what it is.
        Option<MergeBase> best = later(find(ofOther, one), find(ofOne, other));
        for (Tuple2<Long, MergedPoint> mine : ofOne.merged()) {
            for (MergedPoint theirs : ofOther.merged().get(mine._1())) {
                MergedPoint shared = mine._2().version() <= theirs.version() ? mine._2() : theirs;
                best = later(best, Option.some(new MergeBase(mine._1(), shared)));
            }
        }
        return best;
    }

    private static Option<MergeBase> find(Ancestry ancestry, long timeline) {
        return ancestry.merged().get(timeline).map(point -> new MergeBase(timeline, point));
    }

    private static Option<MergeBase> later(Option<MergeBase> one, Option<MergeBase> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.orElse(other);
        }
        MergeBase first = one.get();
        MergeBase second = other.get();
        boolean isSecond = first.point().generation() == second.point().generation()
                ? second.timeline() < first.timeline()
                : second.point().generation() > first.point().generation();
        return isSecond ? other : one;
    }

    /** Whether it is the state of a head. */
    boolean is(long number, Head<?> head) {
        return timeline == number && point.version() == head.version();
    }
}
