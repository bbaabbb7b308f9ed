package io.varve.internal.trie;

/** Removes one key, copying the path to its leaf. */
final class PointRemove {

    private final KeyHasher hasher;
    private final long hash;
    private final Object key;

    PointRemove(KeyHasher hasher, Object key) {
        this.hasher = hasher;
        this.hash = hasher.hash(key);
        this.key = key;
    }

    /** The root without the key; the same root if it isn't there. Cost: O(log n). */
    Object from(Object root) {
        Node node = Slot.node(root);
        Node changed;
        if (node instanceof Leaf leaf) {
            int index = leaf.find(hash, key, Lookup.guessInRoot(hash, leaf));
            changed = index < 0 ? leaf : leaf.without(index);
        } else {
            changed = from((Branch) node, 0);
        }
        return changed == node ? root : changed;
    }

    private Node from(Branch branch, int level) {
        int slot = Level.slot(hasher, hash, key, level);
        int position = branch.indexOf(slot);
        Node child = Slot.node(branch.child(position));
        Node changed;
        if (child instanceof Branch below) {
            changed = from(below, level + 1);
        } else {
            Leaf leaf = (Leaf) child;
            int index = leaf.find(hash, key, branch.guess(hash, level, slot, leaf.size()));
            changed = index < 0 ? leaf : leaf.without(index);
        }
        if (changed == child) {
            return branch;
        }
        return changed instanceof Leaf leaf && fitsBuddy(branch, level, slot, leaf)
                ? joined(branch, level, position, leaf)
                : branch.with(position, changed, -1);
    }

    private static boolean fitsBuddy(Branch branch, int level, int slot, Leaf leaf) {
        int buddy = branch.buddy(level, branch.runStart(slot));
        return buddy >= 0 && leaf.size() + Slot.size(branch.child(buddy)) <= Node.LEAF_CAPACITY;
    }

    private Node joined(Branch branch, int level, int position, Leaf shrunk) {
        BranchBuilder builder = new BranchBuilder(hasher, level);
        int start = 0;
        for (int i = 0; i < branch.childCount(); i++) {
            int length = branch.runLength(level, start);
            if (i == position) {
                builder.shrunk(shrunk, length);
            } else {
                builder.keep(branch.child(i), length);
            }
            start += length;
        }
        return builder.build(branch.size() - 1);
    }
}
