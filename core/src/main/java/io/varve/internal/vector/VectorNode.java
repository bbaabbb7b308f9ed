package io.varve.internal.vector;

import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/**
 * A node of a vector's tree. It covers an aligned block of 32 × 2<sup>shift</sup> positions, one slot for every
 * 2<sup>shift</sup> of them. Slots before {@link #first()} are empty, because the vector begins behind them; slots from
 * {@link #width()} on don't exist, because it ends before them; there are no other gaps. So the shape says nothing but
 * where the vector begins and ends.
 *
 * <p>Immutable in what it means, and thread-safe. Two things change all the same, both only to say where the same
 * content is stored: see {@link #replace} and {@link #stored(Stub)}.
 */
public abstract sealed class VectorNode permits VectorLeaf, VectorBranch {

    final @Nullable Object[] slots;

    // Written without synchronization: whoever misses it writes the same page once more, which is idempotent.
    private @Nullable Stub<?> stored;

    VectorNode(@Nullable Object[] slots) {
        this.slots = slots;
    }

    /** How many bits of a position are below one slot: 0 for a leaf, 5 for its parent, 10 for the next. */
    public abstract int shift();

    /** How many elements are below. Cost: O(height), no page is read. */
    public abstract long size();

    /** The index of the first slot that is not empty. */
    public final int first() {
        int first = 0;
        while (first < slots.length && slots[first] == null) {
            first++;
        }
        return first;
    }

    /** The number of slots, empty ones at the beginning included; 1 to 32. */
    public final int width() {
        return slots.length;
    }

    /**
     * What is in a slot: in a branch a node of the next lower shift, in a leaf an element; or a {@link Stub} of it.
     *
     * @param index from {@link #first()} to {@link #width()} exclusive
     * @throws IndexOutOfBoundsException for any other index
     */
    public final Object slot(int index) {
        Object slot = slots[index];
        if (slot == null) {
            throw new IndexOutOfBoundsException("slot " + index + " is empty; the first that isn't is " + first());
        }
        return slot;
    }

    /**
     * Puts a stub in the place of the equal content that is there, so that the heap need not keep it.
     *
     * @param index a slot that is not empty
     * @param stub stands for the very content of that slot
     */
    public final void replace(int index, Stub<?> stub) {
        slot(index);
        // A race that does no harm: readers see the old content or the stub of the same content, and a stub's final
        // fields are visible wherever the stub is.
        slots[index] = stub;
    }

    /** The stub of this node, once it has a page of its own; null if it has none, or if nobody has told yet. */
    public final @Nullable Stub<?> stored() {
        return stored;
    }

    /** Remembers the page of this node. */
    public final void stored(Stub<?> stub) {
        stored = stub;
    }

    /** Fails unless the slots are at most 32, some empty ones first and at least one other then. */
    static void requireOneRun(@Nullable Object[] slots) {
        if (slots.length == 0 || slots.length > Positions.WIDTH) {
            throw new IllegalArgumentException("a vector's node has 1 to 32 slots, not " + slots.length);
        }
        boolean empty = true;
        for (int i = 0; i < slots.length; i++) {
            boolean here = slots[i] == null;
            if (here && !empty) {
                throw new IllegalArgumentException("slot " + i + " is empty behind one that isn't");
            }
            empty = here;
        }
        if (empty) {
            throw new IllegalArgumentException("all of " + slots.length + " slots are empty");
        }
    }
}
