package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.WIDTH;
import static io.varve.internal.vector.Positions.slot;

import org.jspecify.annotations.Nullable;

/**
 * Reads elements near the one read last without going down the tree again. It keeps the elements of one leaf alive, and
 * nothing else of what it has read.
 */
final class LeafCursor<T> {

    private final RadixVector<T> vector;
    private long block = -1;
    private @Nullable Object[] slots = VectorLeaf.EMPTY.slots;

    LeafCursor(RadixVector<T> vector) {
        this.vector = vector;
    }

    /** The element at a position in use. */
    @SuppressWarnings("unchecked")
    T at(long position) {
        if ((position & -WIDTH) != block) {
            slots = vector.leafSlotsAt(position);
            block = position & -WIDTH;
        }
        return (T) Tree.element(Tree.at(slots, slot(position, 0)));
    }
}
