package io.varve.internal.codec.weight;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;

/**
 * The difference of two collections of values that may hold persistent collections. Weights add up, so any pairing of the
 * old with the new values gives the right sum; a good one leaves little to look at. Here the very same objects cancel each
 * other out, and the rest is compared in the order in which it comes.
 */
final class Unpaired {

    private Unpaired() {}

    static long difference(Iterable<?> before, Iterable<?> after, Weight weight, int depth) {
        IdentityHashMap<Object, Integer> gone = new IdentityHashMap<>();
        for (Object each : before) {
            if (each != null) {
                gone.merge(each, 1, Integer::sum);
            }
        }
        ArrayDeque<Object> added = new ArrayDeque<>();
        for (Object each : after) {
            if (each != null && !taken(gone, each)) {
                added.add(each);
            }
        }
        long sum = 0;
        for (Object each : before) {
            if (each != null && taken(gone, each)) {
                sum += weight.change(each, added.poll(), depth);
            }
        }
        for (Object each : added) {
            sum += weight.of(each, depth);
        }
        return sum;
    }

    /** Takes one occurrence out, if there is one left. */
    private static boolean taken(IdentityHashMap<Object, Integer> counts, Object value) {
        Integer left = counts.get(value);
        if (left == null || left == 0) {
            return false;
        }
        counts.put(value, left - 1);
        return true;
    }
}
