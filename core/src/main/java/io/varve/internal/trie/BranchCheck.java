package io.varve.internal.trie;

import io.varve.internal.page.Stub;

/** Refuses branches from a store that could not have come about by edits. */
final class BranchCheck {

    private BranchCheck() {}

    static Branch checked(KeyHasher hasher, int level, int starts, Object[] children) {
        if (level < 0 || level >= Level.COUNT) {
            throw new IllegalArgumentException("a branch at level " + level);
        }
        int slots = Level.slots(level);
        if ((starts & 1) == 0 || slots < 32 && starts >>> slots != 0 || Integer.bitCount(starts) != children.length) {
            throw new IllegalArgumentException("a branch of " + children.length + " children with the starts "
                    + Integer.toBinaryString(starts) + " at level " + level);
        }
        long size = 0;
        for (Object child : children) {
            if (!(child instanceof Node || child instanceof Stub<?>)) {
                throw new IllegalArgumentException("a branch with a child that is no node: " + child);
            }
            size += Slot.size(child);
        }
        if (size <= Node.LEAF_CAPACITY || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a branch of " + size + " entries");
        }
        Branch branch = new Branch(children, starts, (int) size);
        int start = 0;
        for (int index = 0; index < children.length; index++) {
            start += checkRun(hasher, branch, level, index, start);
        }
        return branch;
    }

    /** Checks one child and returns the length of its run. */
    private static int checkRun(KeyHasher hasher, Branch branch, int level, int index, int start) {
        int length = branch.runLength(level, start);
        Object child = branch.child(index);
        int size = Slot.size(child);
        if (Integer.bitCount(length) != 1 || (start & length - 1) != 0 || length > 1 && size > Node.LEAF_CAPACITY) {
            throw new IllegalArgumentException(
                    "a child of " + size + " entries on the slots " + start + " to " + (start + length - 1));
        }
        boolean rightBuddy = (start & length) != 0;
        if (rightBuddy
                && branch.runStart(start - 1) == start - length
                && size + Slot.size(branch.child(index - 1)) <= Node.LEAF_CAPACITY) {
            throw new IllegalArgumentException("two children that together fit a leaf");
        }
        if (child instanceof Leaf leaf && leaf.size() > 0) {
            int first = Level.slot(hasher, leaf.prefixes[0], leaf.keys[0], level);
            int end = leaf.size() - 1;
            int last = Level.slot(hasher, leaf.prefixes[end], leaf.keys[end], level);
            if (first < start || last >= start + length) {
                throw new IllegalArgumentException("a leaf with keys that belong in other slots");
            }
        }
        return length;
    }
}
