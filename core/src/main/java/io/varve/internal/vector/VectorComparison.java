package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.BITS;
import static io.varve.internal.vector.Positions.slot;

import io.varve.internal.page.Stub;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two vectors of the same origin position by position, passing over what they share: a subtree or element that
 * is the same object on both sides, or stands for the same page, is neither read nor compared.
 */
final class VectorComparison<T> {

    /** Is told of every difference, in ascending order. */
    interface Visitor<T> {
        /** Returns whether to go on. */
        boolean differs(long position, T before, T after);
    }

    private final RadixVector<T> before;
    private final RadixVector<T> after;
    private final Visitor<T> visitor;
    private final boolean byIdentity;

    VectorComparison(RadixVector<T> before, RadixVector<T> after, Visitor<T> visitor) {
        this(before, after, visitor, false);
    }

    /**
     * Makes a comparison of the positions that both vectors have; there has to be one.
     *
     * @param byIdentity whether equal elements differ too, unless they are the very same object
     */
    VectorComparison(RadixVector<T> before, RadixVector<T> after, Visitor<T> visitor, boolean byIdentity) {
        this.before = before;
        this.after = after;
        this.visitor = visitor;
        this.byIdentity = byIdentity;
    }

    /** Compares the positions that both use; returns whether the visitor wanted all. */
    boolean run() {
        long start = Math.max(before.start(), after.start());
        long end = Math.min(before.end(), after.end());
        long tailStart = Math.max(start, Positions.tailStart(end));
        if (tailStart > start && !trees(start, tailStart - 1)) {
            return false;
        }
        return tailStart >= end || subtrees(before.leafAt(tailStart), after.leafAt(tailStart), 0, tailStart, end - 1);
    }

    /** Compares the blocks before the shorter one's last, which are in both trees. */
    private boolean trees(long first, long last) {
        // The root of the shorter one is as high as its last position asks for; the other's may be higher.
        int shift = Math.min(before.shift(), after.shift());
        Object left = Tree.lowered(rootOf(before), before.shift(), shift, first);
        Object right = Tree.lowered(rootOf(after), after.shift(), shift, first);
        return subtrees(left, right, shift, first, last);
    }

    /** Compares the positions from first to last, inclusive, which are in both subtrees. */
    private boolean subtrees(Object left, Object right, int shift, long first, long last) {
        if (same(left, right)) {
            return true;
        }
        @Nullable Object[] lefts = (shift == 0 ? Tree.leaf(left) : Tree.branch(left, shift)).slots;
        @Nullable Object[] rights = (shift == 0 ? Tree.leaf(right) : Tree.branch(right, shift)).slots;
        long position = first;
        for (int i = slot(first, shift); i <= slot(last, shift); i++) {
            long lastOfSlot = Math.min(last, position | ((1L << shift) - 1));
            Object l = Tree.at(lefts, i);
            Object r = Tree.at(rights, i);
            if (!(shift == 0 ? elements(l, r, position) : subtrees(l, r, shift - BITS, position, lastOfSlot))) {
                return false;
            }
            position = lastOfSlot + 1;
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private boolean elements(Object leftSlot, Object rightSlot, long position) {
        if (same(leftSlot, rightSlot)) {
            return true;
        }
        Object left = Tree.element(leftSlot);
        Object right = Tree.element(rightSlot);
        return (byIdentity ? left == right : left.equals(right)) || visitor.differs(position, (T) left, (T) right);
    }

    private static Object rootOf(RadixVector<?> vector) {
        return Objects.requireNonNull(vector.root(), "a vector of several blocks has a root");
    }

    private static boolean same(Object left, Object right) {
        if (left == right) {
            return true;
        }
        Stub<?> leftStub = stub(left);
        Stub<?> rightStub = stub(right);
        return leftStub != null && rightStub != null && leftStub.sameContent(rightStub);
    }

    private static @Nullable Stub<?> stub(Object inSlot) {
        if (inSlot instanceof Stub<?> stub) {
            return stub;
        }
        return inSlot instanceof VectorNode node ? node.stored() : null;
    }
}
