package io.varve.internal.trie;

import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/**
 * A node of a hash trie. What it holds never changes; how its children and large values are held may: once stored, the
 * codec puts {@linkplain Stub stubs} in their place.
 *
 * <p>Where a node is expected, a <em>slot</em> is found: a {@link Leaf}, a {@link Branch}, or a {@link Stub} of either;
 * {@link Slot} reads it.
 */
public abstract sealed class Node permits Branch, Leaf {

    /**
     * The most entries that a leaf holds: a range of hashes with more is split, buddies with no more are one leaf. A
     * constant of the format.
     */
    public static final int LEAF_CAPACITY = 64;

    // Racy on purpose: a stub is as good as another of the same content, and none only means that the codec encodes the
    // node again to find the same id.
    private @Nullable Stub<?> stored;

    Node() {}

    /** The number of entries here and below. */
    public abstract int size();

    /** The stub under which this node is stored; null if it isn't, or if this thread hasn't heard of it. */
    public final @Nullable Stub<?> stored() {
        return stored;
    }

    /** Remembers that this node has been stored. */
    public final void stored(Stub<?> stub) {
        stored = stub;
    }
}
