package io.varve.tck;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * How often something is repeated: as often as it must be for a race to show, and beyond that as often as fits into a
 * moment. So a store in memory is tried hundreds of times, and one that waits for a disk costs no more time than it must.
 *
 * <p>Iterates over 0, 1, 2 …; the moment begins anew with each iterator.
 *
 * @param atLeast the number of rounds that even the slowest store has
 * @param atMost the number of rounds that no store exceeds
 * @param nanos how long the moment is
 */
record Rounds(int atLeast, int atMost, long nanos) implements Iterable<Integer> {

    private static final long MOMENT = 150_000_000;

    /** As many rounds as fit into a moment, within bounds. */
    static Rounds of(int atLeast, int atMost) {
        return new Rounds(atLeast, atMost, MOMENT);
    }

    /** The largest number of these rounds, however long they take. */
    Rounds all() {
        return new Rounds(atMost, atMost, nanos);
    }

    @Override
    public Iterator<Integer> iterator() {
        long start = System.nanoTime();
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < atLeast || next < atMost && System.nanoTime() - start < nanos;
            }

            @Override
            public Integer next() {
                if (next == atMost) {
                    throw new NoSuchElementException();
                }
                return next++;
            }
        };
    }
}
