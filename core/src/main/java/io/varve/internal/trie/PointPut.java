package io.varve.internal.trie;

/** Puts one entry, copying the path to its leaf. */
final class PointPut {

    private final KeyHasher hasher;
    private final long hash;
    private final Object key;
    private final Object value;

    PointPut(KeyHasher hasher, Object key, Object value) {
        this.hasher = hasher;
        this.hash = hasher.hash(key);
        this.key = key;
        this.value = value;
    }

    /** The root with the entry; the same root if it has it already. Cost: O(log n). */
    Object into(Object root) {
        Node node = Slot.node(root);
        if (node instanceof Branch branch) {
            Branch changed = into(branch, 0);
            return changed == branch ? root : changed;
        }
        Leaf leaf = (Leaf) node;
        int guess = Lookup.guessInRoot(hash, leaf);
        int index = leaf.find(hash, key, guess);
        if (index >= 0) {
            return leaf.hasValue(index, value) ? root : leaf.withValue(index, value);
        }
        Leaf grown = grown(leaf, guess);
        return grown.size() <= Node.LEAF_CAPACITY ? grown : BranchBuilder.node(hasher, 0, Entries.of(grown));
    }

    private Branch into(Branch branch, int level) {
        int slot = Level.slot(hasher, hash, key, level);
        int position = branch.indexOf(slot);
        Node child = Slot.node(branch.child(position));
        if (child instanceof Branch below) {
            Branch changed = into(below, level + 1);
            return changed == below ? branch : branch.with(position, changed, changed.size() - below.size());
        }
        Leaf leaf = (Leaf) child;
        int guess = branch.guess(hash, level, slot, leaf.size());
        int index = leaf.find(hash, key, guess);
        if (index >= 0) {
            return leaf.hasValue(index, value) ? branch : branch.with(position, leaf.withValue(index, value), 0);
        }
        Leaf grown = grown(leaf, guess);
        return grown.size() <= Node.LEAF_CAPACITY
                ? branch.with(position, grown, 1)
                : split(branch, level, position, grown);
    }

    private Branch split(Branch branch, int level, int position, Leaf tooLarge) {
        BranchBuilder builder = new BranchBuilder(hasher, level);
        int start = 0;
        for (int i = 0; i < branch.childCount(); i++) {
            int length = branch.runLength(level, start);
            if (i == position) {
                builder.split(Entries.of(tooLarge), 0, tooLarge.size(), length);
            } else {
                builder.keep(branch.child(i), length);
            }
            start += length;
        }
        return (Branch) builder.build(branch.size() + 1);
    }

    private Leaf grown(Leaf leaf, int guess) {
        return leaf.withInserted(leaf.insertionPoint(hasher, hash, key, guess), hash, key, value);
    }
}
