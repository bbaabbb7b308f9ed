package io.varve.internal.trie;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps through entries in the order of their keys' positions. Keeps only where it stands and some of what comes next, so
 * that what it has loaded and left can be evicted.
 */
final class Cursor {

    /** The leaves that come; null if there are none, as in a small map. */
    private final @Nullable LeafWalk leaves;

    private Leaf leaf;
    private int index = -1;

    /** Starts before the first entry below a slot. */
    Cursor(Object slot) {
        this(slot instanceof Leaf first ? first : Leaf.EMPTY, slot instanceof Leaf ? null : walk(slot));
    }

    private Cursor(Leaf leaf, @Nullable LeafWalk leaves) {
        this.leaf = leaf;
        this.leaves = leaves;
    }

    /** Starts before the first entry below some slots. */
    static Cursor below(List<Upcoming> slots) {
        return slots.size() == 1 && slots.get(0).node() instanceof Leaf only
                ? new Cursor(only)
                : new Cursor(Leaf.EMPTY, new LeafWalk(slots));
    }

    private static LeafWalk walk(Object slot) {
        return new LeafWalk(List.of(new Upcoming(slot)));
    }

    /** Goes to the next entry; false if there is none. */
    boolean advance() {
        return ++index < leaf.size() || nextLeaf();
    }

    /** Goes past the leaf on which the cursor stands. */
    private boolean nextLeaf() {
        leaf = Leaf.EMPTY;
        index = 0;
        if (leaves == null) {
            return false;
        }
        for (Leaf next = leaves.nextLeaf(); next != null; next = leaves.nextLeaf()) {
            if (next.size() > 0) {
                leaf = next;
                return true;
            }
        }
        return false;
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
