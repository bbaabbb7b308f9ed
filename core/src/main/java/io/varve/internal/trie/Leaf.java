package io.varve.internal.trie;

import io.varve.internal.page.Stub;
import java.util.Arrays;

/**
 * The entries of one range of hashes, at most {@value Node#LEAF_CAPACITY}, in the order of their keys' positions.
 *
 * <p>Of each hash only the upper half is kept. It tells nearly all keys of a leaf apart; where it doesn't, the hash is
 * computed again.
 */
public final class Leaf extends Node {

    /** The leaf without entries. */
    public static final Leaf EMPTY = new Leaf(new int[0], new Object[0], new Object[0]);

    /** The upper halves of the hashes, ascending, as {@link Level#prefix} makes them. */
    final int[] prefixes;

    final Object[] keys;

    /** The values; a stored value that is large may be held as a stub at any time. */
    final Object[] values;

    /** Takes the arrays as they are; nobody may change them afterwards. */
    Leaf(int[] prefixes, Object[] keys, Object[] values) {
        this.prefixes = prefixes;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Makes a leaf of entries that come from a store, computing the hashes again. Cost: O(n).
     *
     * @param keys at most {@value Node#LEAF_CAPACITY} keys in the order of their positions; not copied
     * @param values as many values, or stubs of them; not copied
     * @throws IllegalArgumentException if that is not what they are
     */
    public static Leaf of(KeyHasher hasher, Object[] keys, Object[] values) {
        if (keys.length != values.length || keys.length > LEAF_CAPACITY) {
            throw new IllegalArgumentException(
                    "a leaf has at most " + LEAF_CAPACITY + " entries, not " + keys.length + " with " + values.length);
        }
        if (keys.length == 0) {
            return EMPTY;
        }
        int[] prefixes = new int[keys.length];
        long previous = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == null || values[i] == null) {
                throw new IllegalArgumentException("entry " + i + " of a leaf is null");
            }
            long hash = hasher.hash(keys[i]);
            if (i > 0 && hasher.compare(previous, keys[i - 1], hash, keys[i]) >= 0) {
                throw new IllegalArgumentException("entry " + i + " of a leaf is out of the order of hashes");
            }
            prefixes[i] = Level.prefix(hash);
            previous = hash;
        }
        return new Leaf(prefixes, keys, values);
    }

    /** Makes a leaf of a part of sorted arrays. */
    static Leaf copyOf(int[] prefixes, Object[] keys, Object[] values, int from, int to) {
        return from == to
                ? EMPTY
                : new Leaf(
                        Arrays.copyOfRange(prefixes, from, to),
                        Arrays.copyOfRange(keys, from, to),
                        Arrays.copyOfRange(values, from, to));
    }

    @Override
    public int size() {
        return prefixes.length;
    }

    /** The key of an entry. */
    public Object key(int index) {
        return keys[index];
    }

    /** The value of an entry as it is held, perhaps as a {@link Stub}; {@link Slot#value} resolves it. */
    public Object value(int index) {
        return values[index];
    }

    /**
     * Puts a stub in the place of the value that it stands for. Others may be reading: a benign race, as what they find
     * means the same either way (a stub's final fields are seen complete without synchronization).
     */
    public void replaceValue(int index, Stub<?> stub) {
        values[index] = stub;
    }

    /**
     * Finds a key.
     *
     * @param guess where it might be, 0 ≤ guess &lt; size unless the leaf is empty
     * @return its index, or -1
     */
    int find(long hash, Object key, int guess) {
        int prefix = Level.prefix(hash);
        for (int i = first(prefix, guess); i < prefixes.length && prefixes[i] == prefix; i++) {
            Object resident = keys[i];
            if (resident == key || resident.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** The index at which a key that is not here belongs. */
    int insertionPoint(KeyHasher hasher, long hash, Object key, int guess) {
        int prefix = Level.prefix(hash);
        int index = first(prefix, guess);
        while (index < prefixes.length
                && prefixes[index] == prefix
                && hasher.compare(hasher.hash(keys[index]), keys[index], hash, key) < 0) {
            index++;
        }
        return index;
    }

    /** The first index whose prefix is not less. */
    private int first(int prefix, int guess) {
        int index = guess;
        if (index < prefixes.length && prefixes[index] < prefix) {
            do {
                index++;
            } while (index < prefixes.length && prefixes[index] < prefix);
        } else {
            while (index > 0 && prefixes[index - 1] >= prefix) {
                index--;
            }
        }
        return index;
    }

    Leaf withValue(int index, Object value) {
        Object[] changed = values.clone();
        changed[index] = value;
        return new Leaf(prefixes, keys, changed);
    }

    Leaf withInserted(int index, long hash, Object key, Object value) {
        int size = prefixes.length;
        int[] newPrefixes = Arrays.copyOf(prefixes, size + 1);
        System.arraycopy(prefixes, index, newPrefixes, index + 1, size - index);
        newPrefixes[index] = Level.prefix(hash);
        return new Leaf(newPrefixes, inserted(keys, index, key), inserted(values, index, value));
    }

    Leaf without(int index) {
        int size = prefixes.length - 1;
        if (size == 0) {
            return EMPTY;
        }
        int[] newPrefixes = Arrays.copyOf(prefixes, size);
        System.arraycopy(prefixes, index + 1, newPrefixes, index, size - index);
        return new Leaf(newPrefixes, removed(keys, index), removed(values, index));
    }

    /** This leaf's entries and then those of a leaf whose range follows. */
    Leaf concat(Leaf next) {
        if (prefixes.length == 0) {
            return next;
        }
        int size = prefixes.length;
        int newSize = size + next.prefixes.length;
        int[] newPrefixes = Arrays.copyOf(prefixes, newSize);
        Object[] newKeys = Arrays.copyOf(keys, newSize);
        Object[] newValues = Arrays.copyOf(values, newSize);
        System.arraycopy(next.prefixes, 0, newPrefixes, size, newSize - size);
        System.arraycopy(next.keys, 0, newKeys, size, newSize - size);
        System.arraycopy(next.values, 0, newValues, size, newSize - size);
        return new Leaf(newPrefixes, newKeys, newValues);
    }

    private static Object[] inserted(Object[] array, int index, Object element) {
        Object[] copy = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, copy, index + 1, array.length - index);
        copy[index] = element;
        return copy;
    }

    private static Object[] removed(Object[] array, int index) {
        Object[] copy = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, copy, index, copy.length - index);
        return copy;
    }
}
