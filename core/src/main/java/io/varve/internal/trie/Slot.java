package io.varve.internal.trie;

import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/** Reads what a parent holds as a child: a {@link Leaf}, a {@link Branch}, or a {@link Stub} of either. */
public final class Slot {

    private Slot() {}

    /** The node in a slot, read from its page if need be. */
    public static Node node(Object slot) {
        // The exact classes first: two comparisons on the way that reads take.
        if (slot instanceof Branch branch) {
            return branch;
        }
        return slot instanceof Leaf leaf ? leaf : (Node) ((Stub<?>) slot).get();
    }

    /** The number of entries below a slot. Reads no page. */
    public static int size(Object slot) {
        if (slot instanceof Leaf leaf) {
            return leaf.size();
        }
        return slot instanceof Branch branch ? branch.size() : ((Stub<?>) slot).size();
    }

    /** Whether two slots are known to have the same content. Reads no page; false proves nothing. */
    static boolean same(Object slot, Object other) {
        if (slot == other) {
            return true;
        }
        Stub<?> stub = stored(slot);
        Stub<?> otherStub = stored(other);
        return stub != null && otherStub != null && stub.sameContent(otherStub);
    }

    private static @Nullable Stub<?> stored(Object slot) {
        return slot instanceof Stub<?> stub ? stub : ((Node) slot).stored();
    }
}
