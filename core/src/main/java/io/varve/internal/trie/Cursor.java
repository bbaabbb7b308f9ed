package io.varve.internal.trie;

import java.util.List;

/**
 * Steps through entries in the order of their keys' positions. Keeps only where it stands and some of what comes next, so
 * that what it has loaded and left can be evicted.
 */
final class Cursor {

    private final LeafWalk leaves;
    private Leaf leaf = Leaf.EMPTY;
    private int index = -1;

    /** Starts before the first entry below a slot. */
    Cursor(Object slot) {
        this(List.of(new Upcoming(slot)));
    }

    /** Starts before the first entry below some slots. */
    Cursor(List<Upcoming> slots) {
        leaves = new LeafWalk(slots);
    }

    /** Goes to the next entry; false if there is none. */
    boolean advance() {
        return ++index < leaf.size() || nextLeaf();
    }

    /** Goes past the leaf on which the cursor stands. */
    private boolean nextLeaf() {
        leaf = Leaf.EMPTY;
        index = 0;
        Leaf next;
        do {
            next = leaves.nextLeaf();
            if (next == null) {
                return false;
            }
        } while (next.size() == 0);
        leaf = next;
        return true;
    }

    int prefix() {
        return leaf.prefixes[index];
    }

    Object key() {
        return leaf.keys[index];
    }

    /** The value as it is held, perhaps as a stub. */
    Object heldValue() {
        return leaf.heldValue(index);
    }

    Object value() {
        return leaf.value(index);
    }
}
