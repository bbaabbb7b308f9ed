package io.varve.application.internal;

import io.varve.collection.PersistentMap;
import java.util.Objects;

/**
 * A set of whole numbers that knows its smallest: a tree of bits, 64 ways wide and nine levels high. A word of 64 bits
 * says which of the 64 words below it (on the lowest level, which numbers) are not empty; empty words are left out. The
 * words stand in one map, so that a change touches as few pages as it changes words, mostly one or two.
 *
 * <p>The same numbers make the same words, whatever the order in which they came and went.
 *
 * @param words the words that are not empty, by {@linkplain #word level and number}
 */
public record SlotSet(PersistentMap<Long, Long> words) {

    static final SlotSet EMPTY = new SlotSet(PersistentMap.empty());

    /** One more than the largest number. */
    static final long LIMIT = 1L << 52;

    private static final int TOP_LEVEL = 8;
    private static final int LEVEL_SHIFT = 52;

    /** What there is no smallest number of. */
    static final long NONE = -1;

    /**
     * Made by a store, or here.
     *
     * @param words the words
     */
    public SlotSet {
        Objects.requireNonNull(words, "words");
    }

    /** With a number from 0 to {@link #LIMIT}, exclusive. */
    SlotSet with(long slot) {
        Objects.checkIndex(slot, LIMIT);
        PersistentMap<Long, Long> changed = words;
        long index = slot;
        for (int level = 0; level <= TOP_LEVEL; level++, index >>>= 6) {
            long word = word(level, index >>> 6);
            long before = changed.getOrElse(word, 0L);
            changed = changed.put(word, before | bit(index));
            if (before != 0) {
                break; // The words above say already that this one is not empty.
            }
        }
        return of(changed);
    }

    /** Without a number. */
    SlotSet without(long slot) {
        Objects.checkIndex(slot, LIMIT);
        PersistentMap<Long, Long> changed = words;
        long index = slot;
        for (int level = 0; level <= TOP_LEVEL; level++, index >>>= 6) {
            long word = word(level, index >>> 6);
            long after = changed.getOrElse(word, 0L) & ~bit(index);
            if (after != 0) {
                return of(changed.put(word, after));
            }
            changed = changed.remove(word);
        }
        return of(changed);
    }

    /** The smallest number, or {@link #NONE}. Reads a word of each level. */
    long first() {
        long index = 0;
        for (int level = TOP_LEVEL; level >= 0; level--) {
            long bits = words.getOrElse(word(level, index), 0L);
            if (bits == 0) {
                return NONE;
            }
            index = index << 6 | Long.numberOfTrailingZeros(bits);
        }
        return index;
    }

    @SuppressWarnings("ReferenceEquality") // A map that has not changed is the same.
    private SlotSet of(PersistentMap<Long, Long> changed) {
        return changed == words ? this : new SlotSet(changed);
    }

    private static long word(int level, long number) {
        return (long) level << LEVEL_SHIFT | number;
    }

    /** The bit that stands for an index in its word. */
    private static long bit(long index) {
        return 1L << (index & 63);
    }
}
