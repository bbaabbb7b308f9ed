package io.varve.internal.trie;

import io.varve.internal.page.Stub;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps through entries in the order of their keys' positions. Keeps only where it stands and some of what comes next, so
 * that what it has loaded and left can be evicted. What is on the heap it walks through by itself; a {@link LeafWalk} goes on
 * from the first page that has to be read.
 */
final class Cursor {

    private Branch[] path = new Branch[4];
    private int[] nextChild = new int[4];
    private int depth = -1;
    private @Nullable LeafWalk reading;
    private Leaf leaf = Leaf.EMPTY;
    private int index = -1;

    /** Starts before the first entry below a slot. */
    Cursor(Object slot) {
        if (isUnread(slot)) {
            reading = new LeafWalk(List.of(new Upcoming(slot)));
        } else {
            descend(slot);
        }
    }

    private Cursor(LeafWalk reading) {
        this.reading = reading;
    }

    /** Starts before the first entry below some slots. */
    static Cursor below(List<Upcoming> slots) {
        return slots.size() == 1 && slots.get(0).node() instanceof Leaf only
                ? new Cursor(only)
                : new Cursor(new LeafWalk(slots));
    }

    /** Goes to the next entry; false if there is none. */
    boolean advance() {
        return ++index < leaf.size() || nextLeaf();
    }

    /** Goes past the leaf on which the cursor stands. */
    private boolean nextLeaf() {
        leaf = Leaf.EMPTY;
        index = 0;
        while (depth >= 0) {
            Branch branch = path[depth];
            int child = nextChild[depth];
            if (child == branch.childCount()) {
                path[depth--] = null;
                continue;
            }
            Object slot = branch.child(child);
            if (isUnread(slot)) {
                reading = new LeafWalk(rest());
                break;
            }
            nextChild[depth]++;
            descend(slot);
            if (leaf.size() > 0) {
                return true;
            }
        }
        return reading != null && nextLeaf(reading);
    }

    private boolean nextLeaf(LeafWalk from) {
        for (Leaf next = from.nextLeaf(); next != null; next = from.nextLeaf()) {
            if (next.size() > 0) {
                leaf = next;
                return true;
            }
        }
        return false;
    }

    /** What the cursor has not come to yet, which it leaves to somebody else. */
    private List<Upcoming> rest() {
        List<Upcoming> rest = new ArrayList<>();
        while (depth >= 0) {
            Branch branch = path[depth];
            for (int i = nextChild[depth]; i < branch.childCount(); i++) {
                rest.add(new Upcoming(branch.child(i)));
            }
            path[depth--] = null;
        }
        return rest;
    }

    private static boolean isUnread(Object slot) {
        return slot instanceof Stub<?> stub && !stub.isLoaded();
    }

    private void descend(Object slot) {
        Node node = Slot.node(slot);
        if (node instanceof Leaf found) {
            leaf = found;
            return;
        }
        if (++depth == path.length) {
            path = Arrays.copyOf(path, 2 * depth);
            nextChild = Arrays.copyOf(nextChild, 2 * depth);
        }
        path[depth] = (Branch) node;
        nextChild[depth] = 0;
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
