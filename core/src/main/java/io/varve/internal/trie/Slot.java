package io.varve.internal.trie;

import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/** Reads what a parent holds as a child: a {@link Leaf}, a {@link Branch}, or a {@link Stub} of either. */
public final class Slot {

    private Slot() {}

    /** The node in a slot, read from its page if need be. */
    public static Node node(Object slot) {
        return slot instanceof Stub<?> stub ? (Node) stub.get() : (Node) slot;
    }

    /** The number of entries below a slot. Reads no page. */
    public static int size(Object slot) {
        return slot instanceof Stub<?> stub ? stub.size() : ((Node) slot).size();
    }

    /** A value as a leaf holds it, read from its page if it has one of its own. */
    public static Object value(Object held) {
        return held instanceof Stub<?> stub ? stub.get() : held;
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
