package io.varve.internal.trie;

import org.jspecify.annotations.Nullable;

/** Finds one key. */
final class Lookup {

    private Lookup() {}

    /** The value of a key, or null. Cost: O(log n), at most one page on each level. */
    static @Nullable Object find(KeyHasher hasher, Object root, Object key) {
        long hash = hasher.hash(key);
        Node node = Slot.node(root);
        if (node instanceof Leaf leaf) {
            return valueIn(leaf, hash, key, guessInRoot(hash, leaf));
        }
        int level = 0;
        while (true) {
            Branch branch = (Branch) node;
            int slot = Level.slot(hasher, hash, key, level);
            node = Slot.node(branch.child(branch.indexOf(slot)));
            if (node instanceof Leaf leaf) {
                return valueIn(leaf, hash, key, branch.guess(hash, level, slot, leaf.size()));
            }
            level++;
        }
    }

    static int guessInRoot(long hash, Leaf leaf) {
        return (int) ((hash >>> 32) * leaf.size() >>> 32);
    }

    private static @Nullable Object valueIn(Leaf leaf, long hash, Object key, int guess) {
        int index = leaf.find(hash, key, guess);
        return index < 0 ? null : leaf.value(index);
    }
}
