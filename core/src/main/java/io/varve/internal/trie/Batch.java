package io.varve.internal.trie;

import java.util.Arrays;

/** Edits to be made together, one for each key once they are sorted by the positions of their keys. */
final class Batch {

    /** What stands in the place of a value where a key is to be removed. */
    static final Object REMOVAL = new Object();

    private static final int SMALL = 24;

    private final KeyHasher hasher;
    private long[] hashes;
    private Object[] keys;
    private Object[] values;
    private int size;

    Batch(KeyHasher hasher, int expected) {
        this.hasher = hasher;
        this.hashes = new long[expected];
        this.keys = new Object[expected];
        this.values = new Object[expected];
    }

    /** Adds an edit, which overrides earlier ones of an equal key. */
    void add(Object key, Object value) {
        if (size == hashes.length) {
            int capacity = Math.max(16, size + (size >> 1));
            hashes = Arrays.copyOf(hashes, capacity);
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        hashes[size] = hasher.hash(key);
        keys[size] = key;
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long hash(int index) {
        return hashes[index];
    }

    Object key(int index) {
        return keys[index];
    }

    Object value(int index) {
        return values[index];
    }

    /** The node of these edits alone, which must be sorted and hold no removal. */
    Node toNode() {
        int[] prefixes = new int[size];
        for (int i = 0; i < size; i++) {
            prefixes[i] = Level.prefix(hashes[i]);
        }
        return BranchBuilder.node(hasher, 0, Entries.of(prefixes, keys, values, size));
    }

    /** Sorts by position and drops edits that are overridden. Cost: O(n) for hashes that are spread as they should be. */
    void sort() {
        int bits = 64;
        if (size > SMALL) {
            sort(0, size, bits, new long[size], new Object[size], new Object[size]);
        } else {
            insertionSort(0, size);
        }
        settleEqualHashes();
    }

    /** Sorts a part by the given number of low bits; what is above is equal. Stable. */
    private void sort(int from, int to, int bits, long[] spareHashes, Object[] spareKeys, Object[] spareValues) {
        int count = to - from;
        if (count <= SMALL) {
            insertionSort(from, to);
            return;
        }
        if (bits == 0) {
            return;
        }
        int radix = Math.min(bits, Math.min(11, 29 - Integer.numberOfLeadingZeros(count)));
        int shift = bits - radix;
        int mask = (1 << radix) - 1;
        int[] ends = new int[mask + 2];
        for (int i = from; i < to; i++) {
            ends[((int) (hashes[i] >>> shift) & mask) + 1]++;
        }
        for (int bucket = 0; bucket <= mask; bucket++) {
            ends[bucket + 1] += ends[bucket];
        }
        for (int i = from; i < to; i++) {
            int target = ends[(int) (hashes[i] >>> shift) & mask]++;
            spareHashes[target] = hashes[i];
            spareKeys[target] = keys[i];
            spareValues[target] = values[i];
        }
        System.arraycopy(spareHashes, 0, hashes, from, count);
        System.arraycopy(spareKeys, 0, keys, from, count);
        System.arraycopy(spareValues, 0, values, from, count);
        int start = 0;
        for (int bucket = 0; bucket <= mask; bucket++) {
            int end = ends[bucket];
            if (end - start > 1) {
                sort(from + start, from + end, shift, spareHashes, spareKeys, spareValues);
            }
            start = end;
        }
    }

    private void insertionSort(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long hash = hashes[i];
            int target = i;
            while (target > from && Long.compareUnsigned(hashes[target - 1], hash) > 0) {
                target--;
            }
            if (target < i) {
                Object key = keys[i];
                Object value = values[i];
                System.arraycopy(hashes, target, hashes, target + 1, i - target);
                System.arraycopy(keys, target, keys, target + 1, i - target);
                System.arraycopy(values, target, values, target + 1, i - target);
                hashes[target] = hash;
                keys[target] = key;
                values[target] = value;
            }
        }
    }

    private void settleEqualHashes() {
        int kept = 0;
        int from = 0;
        while (from < size) {
            int to = from + 1;
            while (to < size && hashes[to] == hashes[from]) {
                to++;
            }
            if (to - from > 1) {
                sortByDigest(from, to);
            }
            for (int i = from; i < to; i++) {
                // The last edit of a key wins; the sort has kept their order.
                boolean again = i > from && keys[kept - 1].equals(keys[i]);
                if (!again) {
                    hashes[kept] = hashes[i];
                    keys[kept++] = keys[i];
                }
                values[kept - 1] = values[i];
            }
            from = to;
        }
        Arrays.fill(keys, kept, size, null);
        Arrays.fill(values, kept, size, null);
        size = kept;
    }

    private void sortByDigest(int from, int to) {
        Object first = keys[from];
        if (Arrays.stream(keys, from, to).allMatch(first::equals)) {
            return;
        }
        record Edit(long[] digest, Object key, Object value) {}
        Edit[] edits = new Edit[to - from];
        for (int i = from; i < to; i++) {
            edits[i - from] = new Edit(hasher.digest(keys[i]), keys[i], values[i]);
        }
        Arrays.sort(edits, (edit, other) -> KeyHasher.compareDigests(edit.digest, edit.key, other.digest, other.key));
        for (int i = from; i < to; i++) {
            keys[i] = edits[i - from].key;
            values[i] = edits[i - from].value;
        }
    }
}
