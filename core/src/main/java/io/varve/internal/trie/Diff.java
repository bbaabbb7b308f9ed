package io.varve.internal.trie;

import io.varve.collection.EntryChange;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Lists the changes between two tries in the order of positions, walking both together and skipping what both share.
 * Where both have a branch it looks at their children pairwise; where one has a leaf, it merges that leaf with whatever
 * the other has in its range.
 */
final class Diff<K, V> implements Iterator<EntryChange<K, V>> {

    private final KeyHasher hasher;
    private final boolean byIdentity;
    private Pair[] path = new Pair[4];
    private int depth = -1;
    private @Nullable EntryMerge<K, V> merge;
    private @Nullable EntryChange<K, V> next;

    Diff(KeyHasher hasher, Object before, Object after) {
        this(hasher, false, before, after);
    }

    /**
     * Begins to compare.
     *
     * @param byIdentity whether equal values differ too, unless they are the very same object
     */
    Diff(KeyHasher hasher, boolean byIdentity, Object before, Object after) {
        this.hasher = hasher;
        this.byIdentity = byIdentity;
        compare(before, after);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (merge != null) {
                next = merge.next();
                if (next == null) {
                    merge = null;
                }
            } else if (depth < 0) {
                return false;
            } else {
                step();
            }
        }
        return true;
    }

    @Override
    public EntryChange<K, V> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more changes");
        }
        EntryChange<K, V> result = next;
        next = null;
        return result;
    }

    private void compare(Object before, Object after) {
        if (Slot.same(before, after)) {
            return;
        }
        Node node = Slot.node(before);
        Node otherNode = Slot.node(after);
        if (node instanceof Branch branch && otherNode instanceof Branch other) {
            if (++depth == path.length) {
                path = Arrays.copyOf(path, 2 * depth);
            }
            path[depth] = new Pair(branch, other, depth);
        } else {
            merge = new EntryMerge<>(hasher, byIdentity, new Cursor(node), new Cursor(otherNode));
        }
    }

    /** Compares the next children of the innermost pair of branches. */
    private void step() {
        Pair pair = path[depth];
        if (pair.slot == Level.slots(pair.level)) {
            depth--;
            return;
        }
        int slot = pair.slot;
        int length = pair.before.runLength(pair.level, slot);
        int otherLength = pair.after.runLength(pair.level, slot);
        int common = Math.max(length, otherLength);
        int from = pair.before.indexOf(slot);
        int otherFrom = pair.after.indexOf(slot);
        pair.slot += common;
        if (length == otherLength) {
            compare(pair.before.child(from), pair.after.child(otherFrom));
        } else {
            int last = slot + common - 1;
            merge = new EntryMerge<>(
                    hasher,
                    byIdentity,
                    new Cursor(pair.before, from, pair.before.indexOf(last) + 1),
                    new Cursor(pair.after, otherFrom, pair.after.indexOf(last) + 1));
        }
    }

    /** Two branches of the same range. */
    private static final class Pair {

        private final Branch before;
        private final Branch after;
        private final int level;
        private int slot;

        Pair(Branch before, Branch after, int level) {
            this.before = before;
            this.after = after;
            this.level = level;
        }
    }
}
