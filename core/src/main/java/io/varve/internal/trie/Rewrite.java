package io.varve.internal.trie;

import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** Rewrites all of a trie, sharing what stays. */
final class Rewrite {

    private Rewrite() {}

    /** The slot of the entries that pass; the same slot if all do. Cost: O(n). */
    static Object filtered(KeyHasher hasher, Object slot, int level, BiPredicate<Object, Object> test) {
        Node node = Slot.node(slot);
        if (node instanceof Leaf leaf) {
            return filtered(leaf, slot, test);
        }
        Branch branch = (Branch) node;
        BranchBuilder builder = new BranchBuilder(hasher, level);
        int size = 0;
        int start = 0;
        boolean changed = false;
        for (int i = 0; i < branch.childCount(); i++) {
            Object child = branch.child(i);
            Object kept = filtered(hasher, child, level + 1, test);
            int length = branch.runLength(level, start);
            start += length;
            size += Slot.size(kept);
            if (kept == child) {
                builder.keep(child, length);
            } else {
                builder.shrunk(kept, length);
                changed = true;
            }
        }
        return changed ? builder.build(size) : slot;
    }

    private static Object filtered(Leaf leaf, Object slot, BiPredicate<Object, Object> test) {
        int size = leaf.size();
        Entries kept = new Entries(size);
        for (int i = 0; i < size; i++) {
            if (test.test(leaf.key(i), leaf.value(i))) {
                kept.add(leaf, i, i + 1);
            }
        }
        return kept.size() == size ? slot : kept.leaf(0, kept.size());
    }

    /** The slot of the same keys with other values; the same slot if no value becomes another. Cost: O(n). */
    static Object mapped(Object slot, BiFunction<Object, Object, Object> function) {
        Node node = Slot.node(slot);
        Node result = node instanceof Leaf leaf ? leaf.mapped(function) : mapped((Branch) node, function);
        return result == node ? slot : result;
    }

    private static Branch mapped(Branch branch, BiFunction<Object, Object, Object> function) {
        Object[] children = new Object[branch.childCount()];
        boolean changed = false;
        for (int i = 0; i < children.length; i++) {
            Object child = branch.child(i);
            children[i] = mapped(child, function);
            changed |= children[i] != child;
        }
        return changed ? new Branch(children, branch.starts(), branch.size()).madeFrom(branch) : branch;
    }
}
