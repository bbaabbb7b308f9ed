package io.varve.internal.codec.weight;

import io.varve.collection.EntryChange;
import io.varve.internal.trie.TrieMap;

/** A persistent map. Two versions are compared by what they don't share. */
final class PersistentMapWeight extends Weight {

    private static final int OBJECT = 24;

    /** The entry's share of the nodes. */
    private static final int PER_ENTRY = 16;

    private final Weight key;
    private final Weight value;

    PersistentMapWeight(Weight key, Weight value) {
        this.key = key;
        this.value = value;
    }

    @Override
    long weigh(Object map, int depth) {
        Sum sum = new Sum();
        ((TrieMap<?, ?>) map).forEach((entryKey, entryValue) -> sum.bytes += entry(entryKey, entryValue, depth));
        return OBJECT + sum.bytes;
    }

    @Override
    @SuppressWarnings("unchecked") // The nodes hold what was put.
    long difference(Object before, Object after, int depth) {
        long sum = 0;
        TrieMap<Object, Object> was = (TrieMap<Object, Object>) before;
        for (EntryChange<Object, Object> change : was.replacements((TrieMap<Object, Object>) after)) {
            if (change instanceof EntryChange.Added<Object, Object> added) {
                sum += entry(added.key(), added.after(), depth);
            } else if (change instanceof EntryChange.Removed<Object, Object> removed) {
                sum -= entry(removed.key(), removed.before(), depth);
            } else if (change instanceof EntryChange.Replaced<Object, Object> replaced) {
                sum += value.change(replaced.before(), replaced.after(), depth);
            }
        }
        return sum;
    }

    private long entry(Object entryKey, Object entryValue, int depth) {
        return PER_ENTRY + key.of(entryKey, depth) + value.of(entryValue, depth);
    }

    private static final class Sum {
        private long bytes;
    }
}
