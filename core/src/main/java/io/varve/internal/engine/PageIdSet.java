package io.varve.internal.engine;

import io.varve.spi.PageId;

/**
 * A set of page ids in 22 to 43 bytes each: open addressing in one array of longs. Ids are hashes already, so they are
 * not hashed again. Not thread-safe.
 */
final class PageIdSet {

    private static final int FIRST_SLOTS = 1 << 6;
    private static final int MOST_SLOTS = 1 << 29;

    private long[] table = new long[2 * FIRST_SLOTS];
    private int used;

    /** Whether the id of zeros, by which empty slots are known, is in the set. */
    private boolean hasZero;

    /** The number of ids. */
    int size() {
        return used + (hasZero ? 1 : 0);
    }

    boolean contains(PageId id) {
        return isZero(id) ? hasZero : table[slot(id)] != 0 || table[slot(id) + 1] != 0;
    }

    /** How many of the ids are in another set too. */
    int countIn(PageIdSet other) {
        int count = hasZero && other.hasZero ? 1 : 0;
        for (int i = 0; i < table.length; i += 2) {
            if ((table[i] != 0 || table[i + 1] != 0) && other.contains(new PageId(table[i], table[i + 1]))) {
                count++;
            }
        }
        return count;
    }

    /** Adds an id; whether it was new. */
    boolean add(PageId id) {
        if (isZero(id)) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int slot = slot(id);
        if (table[slot] != 0 || table[slot + 1] != 0) {
            return false;
        }
        table[slot] = id.high();
        table[slot + 1] = id.low();
        used++;
        if (used > table.length / 8 * 3) {
            grow();
        }
        return true;
    }

    /** Where an id is, or the empty slot where it belongs. */
    private int slot(PageId id) {
        int mask = table.length - 2;
        int slot = (int) (id.low() << 1) & mask;
        while ((table[slot] != id.high() || table[slot + 1] != id.low())
                && (table[slot] != 0 || table[slot + 1] != 0)) {
            slot = slot + 2 & mask;
        }
        return slot;
    }

    private void grow() {
        if (table.length / 2 >= MOST_SLOTS) {
            throw new IllegalStateException("a tenant with more than " + used
                    + " pages in use is more than this version of Varve can collect the garbage of");
        }
        long[] old = table;
        table = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0 || old[i + 1] != 0) {
                int slot = slot(new PageId(old[i], old[i + 1]));
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }

    private static boolean isZero(PageId id) {
        return id.high() == 0 && id.low() == 0;
    }
}
