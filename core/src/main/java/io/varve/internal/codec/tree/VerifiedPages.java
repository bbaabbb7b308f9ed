package io.varve.internal.codec.tree;

import io.varve.spi.PageId;

/**
 * Remembers what has been found readable with all that is below it: a set of 128-bit ids in one array of numbers. A full
 * set takes no more, which costs that a page is looked at again. Not thread-safe.
 */
public final class VerifiedPages {

    private static final int FIRST_CAPACITY = 1 << 10;

    private final int maxSize;
    private long[] slots = new long[2 * FIRST_CAPACITY];
    private int size;
    private long decoded;

    /**
     * Makes an empty set.
     *
     * @param maxBytes about how much memory it may take
     */
    public VerifiedPages(long maxBytes) {
        // Two numbers a slot, at most half of the slots taken, and twice that while the array grows.
        this.maxSize = (int) Math.max(FIRST_CAPACITY / 2, Math.min(1 << 28, maxBytes / (6 * 2 * Long.BYTES)));
    }

    /** How many pages have been decoded so far. */
    public long decoded() {
        return decoded;
    }

    void countDecoded() {
        decoded++;
    }

    /**
     * Whether a page was found readable.
     *
     * @param salt tells apart as what it was read
     */
    boolean contains(PageId id, long salt) {
        long high = high(id, salt);
        int at = slotOf(slots, high, id.low());
        return slots[at] != 0 || slots[at + 1] != 0;
    }

    void add(PageId id, long salt) {
        if (size >= maxSize) {
            return;
        }
        if (4 * size >= slots.length) {
            long[] larger = new long[2 * slots.length];
            for (int i = 0; i < slots.length; i += 2) {
                if (slots[i] != 0 || slots[i + 1] != 0) {
                    put(larger, slots[i], slots[i + 1]);
                }
            }
            slots = larger;
        }
        if (put(slots, high(id, salt), id.low())) {
            size++;
        }
    }

    private static boolean put(long[] slots, long high, long low) {
        int at = slotOf(slots, high, low);
        boolean isNew = slots[at] == 0 && slots[at + 1] == 0;
        slots[at] = high;
        slots[at + 1] = low;
        return isNew;
    }

    /** Where an id is or belongs: the ids are hashes already. */
    private static int slotOf(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int at = ((int) low << 1) & mask;
        while ((slots[at] != 0 || slots[at + 1] != 0) && (slots[at] != high || slots[at + 1] != low)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private static long high(PageId id, long salt) {
        return id.high() ^ salt * 0x9E3779B97F4A7C15L;
    }
}
