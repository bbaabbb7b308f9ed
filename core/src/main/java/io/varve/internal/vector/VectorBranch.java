package io.varve.internal.vector;

import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/** Up to 32 neighbouring subtrees of the same height. A slot holds a {@link VectorNode} or a stub of one. */
public final class VectorBranch extends VectorNode {

    private final int shift;

    /** Takes slots that are known to be right. */
    VectorBranch(int shift, @Nullable Object[] slots) {
        super(slots);
        this.shift = shift;
    }

    /**
     * Makes a branch.
     *
     * @param shift 5 above leaves, 5 more for every further level
     * @param slots 1 to 32, the empty ones (null) first, the last one not empty, each a node of the shift below or a
     *     stub; not copied, and the caller's no more
     * @throws IllegalArgumentException if they aren't so, or if there would be gaps between the elements, as far as can
     *     be told without reading a page
     */
    public static VectorBranch of(int shift, @Nullable Object[] slots) {
        if (shift <= 0 || shift > Positions.MAX_SHIFT || shift % Positions.BITS != 0) {
            throw new IllegalArgumentException("no branch has a shift of " + shift);
        }
        requireOneRun(slots);
        VectorBranch branch = new VectorBranch(shift, slots);
        int first = branch.first();
        for (int i = first; i < slots.length; i++) {
            branch.requireFits(i, first);
        }
        return branch;
    }

    @Override
    public int shift() {
        return shift;
    }

    @Override
    public long size() {
        int first = first();
        int last = slots.length - 1;
        if (first == last) {
            return sizeOf(slot(first));
        }
        return sizeOf(slot(first)) + ((long) (last - first - 1) << shift) + sizeOf(slot(last));
    }

    private void requireFits(int index, int first) {
        Object child = slot(index);
        if (!(child instanceof Stub) && !(child instanceof VectorNode node && node.shift() == shift - Positions.BITS)) {
            throw new IllegalArgumentException(
                    "slot " + index + " of a branch of shift " + shift + " is no subtree of the shift below: " + child);
        }
        long size = sizeOf(child);
        boolean complete = size == 1L << shift;
        boolean atBeginning = index == first;
        boolean atEnd = index == slots.length - 1;
        if (size < 1 || size > 1L << shift || !(complete || atBeginning || atEnd)) {
            throw new IllegalArgumentException(
                    "slot " + index + " of a branch of shift " + shift + " has " + size + " elements below");
        }
        if (!atEnd && !reachesItsEnd(child) || !atBeginning && !reachesItsBeginning(child)) {
            throw new IllegalArgumentException("slot " + index + " has gaps to its neighbours");
        }
    }

    private static long sizeOf(Object child) {
        return child instanceof VectorNode node ? node.size() : ((Stub<?>) child).size();
    }

    private static boolean reachesItsEnd(Object child) {
        return !(child instanceof VectorNode node)
                || node.width() == Positions.WIDTH
                        && (node instanceof VectorLeaf || reachesItsEnd(node.slot(Positions.WIDTH - 1)));
    }

    private static boolean reachesItsBeginning(Object child) {
        return !(child instanceof VectorNode node)
                || node.first() == 0 && (node instanceof VectorLeaf || reachesItsBeginning(node.slot(0)));
    }
}
