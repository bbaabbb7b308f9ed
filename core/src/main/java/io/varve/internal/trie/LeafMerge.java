package io.varve.internal.trie;

/** Makes the edits that fall in the range of one leaf. */
final class LeafMerge {

    /** Up to so many edits, one after the other is faster, as most replace a value and leave the keys as they are. */
    private static final int FEW = 3;

    private final KeyHasher hasher;
    private final Batch batch;
    private final Leaf leaf;
    private final Entries result;
    private boolean changed;

    private LeafMerge(KeyHasher hasher, Batch batch, Leaf leaf, int edits) {
        this.hasher = hasher;
        this.batch = batch;
        this.leaf = leaf;
        this.result = new Entries(leaf.size() + edits);
    }

    /** The leaf after the edits, or {@link Entries} if they are too many for a leaf; the same leaf if nothing changes. */
    static Object merge(KeyHasher hasher, Leaf leaf, Batch batch, int from, int to) {
        if (to - from <= FEW && leaf.size() + to - from <= Node.LEAF_CAPACITY) {
            Leaf edited = leaf;
            for (int edit = from; edit < to; edit++) {
                edited = edited(hasher, edited, batch.hash(edit), batch.key(edit), batch.value(edit));
            }
            return edited;
        }
        LeafMerge merge = new LeafMerge(hasher, batch, leaf, to - from);
        int resident = 0;
        for (int edit = from; edit < to; edit++) {
            resident = merge.merge(edit, resident);
        }
        merge.result.add(leaf, resident, leaf.size());
        if (!merge.changed) {
            return leaf;
        }
        int size = merge.result.size();
        return size <= Node.LEAF_CAPACITY ? merge.result.leaf(0, size).madeFrom(leaf) : merge.result;
    }

    private static Leaf edited(KeyHasher hasher, Leaf leaf, long hash, Object key, Object value) {
        int guess = leaf.size() >> 1;
        int index = leaf.find(hash, key, guess);
        if (value == Batch.REMOVAL) {
            return index < 0 ? leaf : leaf.without(index);
        }
        if (index < 0) {
            return leaf.withInserted(leaf.insertionPoint(hasher, hash, key, guess), hash, key, value);
        }
        return leaf.hasValue(index, value) ? leaf : leaf.withValue(index, value);
    }

    /** Makes one edit and returns the index of the first resident behind it. */
    private int merge(int edit, int resident) {
        Object key = batch.key(edit);
        Object value = batch.value(edit);
        int prefix = Level.prefix(batch.hash(edit));
        int index = resident;
        while (index < leaf.size() && leaf.prefixes[index] < prefix) {
            index++;
        }
        boolean present = false;
        while (index < leaf.size() && leaf.prefixes[index] == prefix) {
            Object other = leaf.keys[index];
            present = other.equals(key);
            // Nearly always the prefix alone decides.
            if (present || hasher.compare(hasher.hash(other), other, batch.hash(edit), key) > 0) {
                break;
            }
            index++;
        }
        result.add(leaf, resident, index);
        if (value == Batch.REMOVAL) {
            changed |= present;
        } else if (present && leaf.hasValue(index, value)) {
            result.add(leaf, index, index + 1);
        } else {
            result.add(prefix, present ? leaf.keys[index] : key, value);
            changed = true;
        }
        return present ? index + 1 : index;
    }
}
