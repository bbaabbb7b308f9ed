package io.varve.internal.trie;

/** The entries of one leaf after the edits that fall in its range. */
final class LeafMerge {

    private final KeyHasher hasher;
    private final Leaf leaf;
    private int[] prefixes;
    private Object[] keys;
    private Object[] values;
    private int size;
    private boolean changed;

    LeafMerge(KeyHasher hasher, Leaf leaf, Batch batch, int from, int to) {
        this.hasher = hasher;
        this.leaf = leaf;
        int capacity = leaf.size() + to - from;
        this.prefixes = new int[capacity];
        this.keys = new Object[capacity];
        this.values = new Object[capacity];
        int resident = 0;
        for (int edit = from; edit < to; edit++) {
            resident = merge(batch.hash(edit), batch.key(edit), batch.value(edit), resident);
        }
        copyResidents(resident, leaf.size());
    }

    /** Whether the edits change anything. */
    boolean changed() {
        return changed;
    }

    /** The number of entries after the edits. */
    int size() {
        return size;
    }

    /** The node of the entries where there is nothing beside them. */
    Node node(int level) {
        return BranchBuilder.node(hasher, level, prefixes, keys, values, 0, size);
    }

    /** Adds the entries to a branch on the next slots. */
    void addTo(BranchBuilder builder, int length) {
        if (size < leaf.size()) {
            builder.shrunk(Leaf.copyOf(prefixes, keys, values, 0, size), length);
        } else {
            builder.split(prefixes, keys, values, 0, size, length);
        }
    }

    /** Makes one edit and returns the index of the first resident behind it. */
    private int merge(long hash, Object key, Object value, int resident) {
        int prefix = Level.prefix(hash);
        int index = resident;
        while (index < leaf.size() && leaf.prefixes[index] < prefix) {
            index++;
        }
        // Nearly always the prefix alone decides.
        boolean present = false;
        while (index < leaf.size() && leaf.prefixes[index] == prefix) {
            Object other = leaf.keys[index];
            if (other.equals(key)) {
                present = true;
                break;
            }
            if (hasher.compare(hasher.hash(other), other, hash, key) > 0) {
                break;
            }
            index++;
        }
        copyResidents(resident, index);
        if (!present) {
            if (value != Batch.REMOVAL) {
                add(prefix, key, value);
                changed = true;
            }
            return index;
        }
        if (value == Batch.REMOVAL) {
            changed = true;
        } else {
            Object held = leaf.values[index];
            boolean same = held == value || Slot.value(held).equals(value);
            changed |= !same;
            add(prefix, leaf.keys[index], same ? held : value);
        }
        return index + 1;
    }

    private void add(int prefix, Object key, Object value) {
        prefixes[size] = prefix;
        keys[size] = key;
        values[size++] = value;
    }

    private void copyResidents(int from, int to) {
        System.arraycopy(leaf.prefixes, from, prefixes, size, to - from);
        System.arraycopy(leaf.keys, from, keys, size, to - from);
        System.arraycopy(leaf.values, from, values, size, to - from);
        size += to - from;
    }
}
