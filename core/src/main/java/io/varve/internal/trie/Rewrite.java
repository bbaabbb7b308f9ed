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
        int[] prefixes = new int[size];
        Object[] keys = new Object[size];
        Object[] values = new Object[size];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Object held = leaf.values[i];
            if (test.test(leaf.keys[i], Slot.value(held))) {
                prefixes[kept] = leaf.prefixes[i];
                keys[kept] = leaf.keys[i];
                values[kept++] = held;
            }
        }
        return kept == size ? slot : Leaf.copyOf(prefixes, keys, values, 0, kept);
    }

    /** The slot of the same keys with other values; the same slot if no value becomes another. Cost: O(n). */
    static Object mapped(Object slot, BiFunction<Object, Object, Object> function) {
        Node node = Slot.node(slot);
        Node result = node instanceof Leaf leaf ? mapped(leaf, function) : mapped((Branch) node, function);
        return result == node ? slot : result;
    }

    private static Leaf mapped(Leaf leaf, BiFunction<Object, Object, Object> function) {
        Object[] values = new Object[leaf.size()];
        boolean changed = false;
        for (int i = 0; i < values.length; i++) {
            Object held = leaf.values[i];
            Object value = Slot.value(held);
            Object other = function.apply(leaf.keys[i], value);
            boolean same = other == value;
            values[i] = same ? held : other;
            changed |= !same;
        }
        return changed ? new Leaf(leaf.prefixes, leaf.keys, values) : leaf;
    }

    private static Branch mapped(Branch branch, BiFunction<Object, Object, Object> function) {
        Object[] children = new Object[branch.childCount()];
        boolean changed = false;
        for (int i = 0; i < children.length; i++) {
            Object child = branch.child(i);
            children[i] = mapped(child, function);
            changed |= children[i] != child;
        }
        return changed ? new Branch(children, branch.starts(), branch.size()) : branch;
    }
}
