package io.varve.internal.vector;

import io.varve.internal.page.Stub;

/** Checks that a subtree which was read is the one that a range of positions asks for. */
final class VectorRange {

    private VectorRange() {}

    /** Fails unless the subtree can hold just the positions from first to last, inclusive. Reads no page. */
    static void require(Object subtree, int shift, long first, long last) {
        long size;
        if (subtree instanceof Stub<?> stub) {
            size = stub.size();
        } else if (subtree instanceof VectorNode node) {
            size = node.size();
            if (node.shift() != shift
                    || node.first() != Positions.slot(first, shift)
                    || node.width() != Positions.slot(last, shift) + 1) {
                throw new IllegalArgumentException("a node of shift " + node.shift() + " with the slots " + node.first()
                        + " to " + node.width() + " is not over the positions " + first + " to " + last);
            }
        } else {
            throw new IllegalArgumentException("neither a vector's node nor a stub of one: " + subtree);
        }
        if (size != last - first + 1) {
            throw new IllegalArgumentException(size + " elements are not in the positions " + first + " to " + last);
        }
    }
}
