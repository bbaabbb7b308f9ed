package io.varve.internal.vector;

/**
 * Arithmetic of absolute positions. An element keeps its position for as long as it is in the vector and nothing is put
 * in or taken out before it other than at the very front; dropping at the front raises the first position in use.
 *
 * <p>Positions are longs, so that a queue does not run out of them: 2<sup>60</sup> appends take 36 years at one per
 * nanosecond. The number of elements is an int.
 */
final class Positions {

    static final int BITS = 5;
    static final int WIDTH = 1 << BITS;
    static final int MASK = WIDTH - 1;
    static final int MAX_SHIFT = 55;

    /** Positions are below this. */
    static final long LIMIT = 1L << (MAX_SHIFT + BITS);

    /** A vector that grows and ends here or later moves to position 0 first, so that nothing ever reaches the limit. */
    static final long REBASED_FROM = LIMIT - (1L << 32);

    private Positions() {}

    /** The slot of a position in a node of the given shift. */
    static int slot(long position, int shift) {
        return (int) (position >>> shift) & MASK;
    }

    /** Where the block of the last position begins; that block is the vector's tail. For 0 it is below 0. */
    static long tailStart(long end) {
        return (end - 1) & -WIDTH;
    }

    /** The shift of the lowest node whose block holds all positions from {@code first} to {@code last}, inclusive. */
    static int shiftOver(long first, long last) {
        long different = first ^ last;
        return different < WIDTH ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(different)) / BITS * BITS;
    }
}
