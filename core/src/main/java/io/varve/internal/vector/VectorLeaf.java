package io.varve.internal.vector;

import org.jspecify.annotations.Nullable;

/** Up to 32 neighbouring elements. A slot holds an element, or a stub of one that is stored in a page of its own. */
public final class VectorLeaf extends VectorNode {

    static final VectorLeaf EMPTY = new VectorLeaf(new Object[0]);

    /** Takes slots that are known to be right. */
    VectorLeaf(@Nullable Object[] slots) {
        super(slots);
    }

    /**
     * Makes a leaf.
     *
     * @param slots 1 to 32, the empty ones (null) first, the last one not empty; not copied, and the caller's no more
     * @throws IllegalArgumentException if they aren't so
     */
    public static VectorLeaf of(@Nullable Object[] slots) {
        requireOneRun(slots);
        return new VectorLeaf(slots);
    }

    @Override
    public int shift() {
        return 0;
    }

    @Override
    public long size() {
        return (long) slots.length - first();
    }
}
