package io.varve.crash;

import java.util.Random;

/**
 * Where a child is killed.
 *
 * @param how by whom
 * @param count the number of the write to its store, or, if it is killed at random, of the acknowledgement
 */
record KillPoint(How how, long count) {

    /** Who kills, and when. */
    enum How {
        /** The parent, as soon as it has read so many acknowledgements. */
        AT_RANDOM,
        /** The child itself, before the write reaches the store. */
        HALT_BEFORE,
        /** The child itself, after the store has returned from the write and before anybody is told. */
        HALT_AFTER,
        /** The parent, while the write is about to reach the store; other threads go on meanwhile. */
        KILL_BEFORE,
        /** The parent, after the store has returned from the write and before anybody is told. */
        KILL_AFTER
    }

    /** How many writes are swept through: those of opening, which are a few, and many of working. */
    private static final int WRITES = 90;

    /**
     * The point of a round. Every other kill is at random; the counted ones sweep through the writes.
     *
     * @param sweep the number of the round over all runs, so that together they leave no write out
     */
    static KillPoint ofRound(int sweep, Random random) {
        if (sweep % 2 == 0) {
            return new KillPoint(How.AT_RANDOM, 1 + random.nextInt(150));
        }
        How[] counted = {How.HALT_BEFORE, How.HALT_AFTER, How.KILL_BEFORE, How.KILL_AFTER};
        int number = sweep / 2;
        return new KillPoint(counted[number % counted.length], 1 + number % WRITES);
    }

    static KillPoint parse(String text) {
        String[] words = text.split(":", -1);
        return new KillPoint(How.valueOf(words[0]), Long.parseLong(words[1]));
    }

    boolean isByParent() {
        return how != How.HALT_BEFORE && how != How.HALT_AFTER;
    }

    @Override
    public String toString() {
        return how + ":" + count;
    }
}
