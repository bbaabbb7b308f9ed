package io.varve.internal.trie;

import java.util.Arrays;

/**
 * Steps through entries in the order of their keys' positions. Keeps only the path to where it stands, so that what it
 * has loaded and left can be evicted.
 */
final class Cursor {

    private Branch[] path = new Branch[4];
    private int[] nextChild = new int[4];
    private int[] endChild = new int[4];
    private int depth = -1;
    private Leaf leaf = Leaf.EMPTY;
    private int index = -1;

    /** Starts before the first entry below a slot. */
    Cursor(Object slot) {
        descend(slot);
    }

    /** Starts before the first entry of some children of a branch. */
    Cursor(Branch branch, int fromChild, int toChild) {
        push(branch, fromChild, toChild);
    }

    /** Goes to the next entry; false if there is none. */
    boolean advance() {
        return ++index < leaf.size() || nextLeaf();
    }

    /** Goes past the leaf on which the cursor stands. */
    private boolean nextLeaf() {
        leaf = Leaf.EMPTY;
        while (depth >= 0) {
            int child = nextChild[depth];
            if (child == endChild[depth]) {
                path[depth--] = null;
            } else {
                nextChild[depth]++;
                descend(path[depth].child(child));
                if (leaf.size() > 0) {
                    index = 0;
                    return true;
                }
            }
        }
        index = 0;
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

    private void descend(Object slot) {
        Node node = Slot.node(slot);
        if (node instanceof Branch branch) {
            push(branch, 0, branch.childCount());
        } else {
            leaf = (Leaf) node;
        }
    }

    private void push(Branch branch, int fromChild, int toChild) {
        if (++depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
            nextChild = Arrays.copyOf(nextChild, 2 * depth);
            endChild = Arrays.copyOf(endChild, 2 * depth);
        }
        path[depth] = branch;
        nextChild[depth] = fromChild;
        endChild[depth] = toChild;
    }
}
