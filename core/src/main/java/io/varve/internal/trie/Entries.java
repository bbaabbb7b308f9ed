package io.varve.internal.trie;

import java.util.Arrays;

/** Entries in the order of their positions, being gathered to make nodes of. */
final class Entries {

    private final int[] prefixes;
    private final Object[] keys;
    private final Object[] values;
    private int size;
    private boolean stubs;

    Entries(int capacity) {
        this(new int[capacity], new Object[capacity], new Object[capacity]);
    }

    private Entries(int[] prefixes, Object[] keys, Object[] values) {
        this.prefixes = prefixes;
        this.keys = keys;
        this.values = values;
    }

    /** Entries in arrays that the caller doesn't change while they are used. */
    static Entries of(int[] prefixes, Object[] keys, Object[] values, int size) {
        Entries entries = new Entries(prefixes, keys, values);
        entries.size = size;
        return entries;
    }

    static Entries of(Leaf leaf) {
        Entries entries = new Entries(leaf.size());
        entries.add(leaf, 0, leaf.size());
        return entries;
    }

    int size() {
        return size;
    }

    Object key(int index) {
        return keys[index];
    }

    void add(int prefix, Object key, Object value) {
        prefixes[size] = prefix;
        keys[size] = key;
        values[size++] = value;
    }

    void add(Leaf leaf, int from, int to) {
        stubs |= leaf.copyTo(from, to, prefixes, keys, values, size);
        size += to - from;
    }

    /** The slot in which an entry belongs. */
    int slot(KeyHasher hasher, int index, int level) {
        return Level.slot(hasher, prefixes[index], keys[index], level);
    }

    /** A leaf of a part of these entries, which may go on being changed. */
    Leaf leaf(int from, int to) {
        return from == to
                ? Leaf.EMPTY
                : new Leaf(
                        Arrays.copyOfRange(prefixes, from, to),
                        Arrays.copyOfRange(keys, from, to),
                        Arrays.copyOfRange(values, from, to),
                        stubs);
    }
}
