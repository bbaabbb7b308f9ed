package io.varve.internal.trie;

import java.util.Arrays;

/**
 * Makes one branch from children given from the first slot to the last, in the one shape that their contents have: cuts
 * what is too much for a leaf and joins buddies that fit one.
 */
final class BranchBuilder {

    private final KeyHasher hasher;
    private final int level;
    private final Object[] children;
    private final boolean[] shrunk;
    private final int[] runStarts;
    private int count;
    private int position;

    BranchBuilder(KeyHasher hasher, int level) {
        this.hasher = hasher;
        this.level = level;
        int slots = Level.slots(level);
        this.children = new Object[slots];
        this.shrunk = new boolean[slots];
        this.runStarts = new int[slots];
    }

    /** Adds a child that has not lost entries, so that it can't fit a leaf with a buddy of which this holds too. */
    void keep(Object slot, int length) {
        push(slot, length, false);
    }

    /** Adds a child that may have lost entries. */
    void shrunk(Object slot, int length) {
        push(slot, length, true);
    }

    /** Adds the children that keep a part of sorted entries in the following slots. */
    void split(Entries entries, int from, int to, int length) {
        if (to - from <= Node.LEAF_CAPACITY) {
            keep(entries.leaf(from, to), length);
        } else if (length > 1) {
            int half = length / 2;
            int middle = firstAtOrAfter(position + half, entries, from, to);
            split(entries, from, middle, half);
            split(entries, middle, to, half);
        } else {
            keep(branch(hasher, level + 1, entries, from, to), 1);
        }
    }

    /** Makes the node of sorted entries that are all there is in its range. */
    static Node node(KeyHasher hasher, int level, Entries entries) {
        int size = entries.size();
        return size <= Node.LEAF_CAPACITY ? entries.leaf(0, size) : branch(hasher, level, entries, 0, size);
    }

    private static Node branch(KeyHasher hasher, int level, Entries entries, int from, int to) {
        if (level == Level.COUNT) {
            throw KeyHasher.indistinct(entries.key(from), entries.key(from + 1));
        }
        BranchBuilder builder = new BranchBuilder(hasher, level);
        builder.split(entries, from, to, Level.slots(level));
        return builder.build(to - from);
    }

    /**
     * Whether a child that shrank fits a leaf with its buddy.
     *
     * @param branch the branch as it was
     * @param shrunk the starts of children that shrank
     * @param edited the children as they are now
     */
    static boolean canJoin(Branch branch, int level, int shrunk, Object[] edited) {
        for (int rest = shrunk; rest != 0; rest &= rest - 1) {
            int start = Integer.numberOfTrailingZeros(rest);
            int buddy = branch.buddy(level, start);
            if (buddy >= 0
                    && Slot.size(edited[branch.indexOf(start)]) + Slot.size(edited[buddy]) <= Node.LEAF_CAPACITY) {
                return true;
            }
        }
        return false;
    }

    /** The node with the children given: a leaf if they all fit one. */
    Node build(int size) {
        if (count == 1) {
            return Slot.node(children[0]);
        }
        int starts = 0;
        for (int i = 0; i < count; i++) {
            starts |= 1 << runStarts[i];
        }
        return new Branch(Arrays.copyOf(children, count), starts, size);
    }

    private void push(Object slot, int length, boolean mayFitBuddy) {
        children[count] = slot;
        shrunk[count] = mayFitBuddy;
        runStarts[count] = position;
        count++;
        position += length;
        while (count > 1 && lastTwoFitOneLeaf()) {
            count--;
            children[count - 1] = ((Leaf) Slot.node(children[count - 1])).concat((Leaf) Slot.node(children[count]));
            shrunk[count - 1] = true;
        }
    }

    private boolean lastTwoFitOneLeaf() {
        int last = count - 1;
        int length = position - runStarts[last];
        boolean buddies = runStarts[last] - runStarts[last - 1] == length && (runStarts[last] & length) != 0;
        // The sizes are asked last: most children are kept, and looking at them would only miss the cache.
        return buddies
                && (shrunk[last] || shrunk[last - 1])
                && Slot.size(children[last]) + Slot.size(children[last - 1]) <= Node.LEAF_CAPACITY;
    }

    private int firstAtOrAfter(int slot, Entries entries, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.slot(hasher, middle, level) < slot) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
