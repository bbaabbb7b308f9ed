package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.BITS;
import static io.varve.internal.vector.Positions.MASK;
import static io.varve.internal.vector.Positions.slot;

import io.varve.internal.page.Stub;
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
    private final long end;

    VectorComparison(RadixVector<T> before, RadixVector<T> after, Visitor<T> visitor) {
        this.before = before;
        this.after = after;
        this.visitor = visitor;
        this.end = Math.min(before.end(), after.end());
    }

    /** Compares the positions that both use; returns whether the visitor wanted all. */
    boolean run() {
        long start = before.start();
        long tailStart = Math.max(start, Positions.tailStart(end));
        if (tailStart > start && !trees(tailStart - 1)) {
            return false;
        }
        return tailStart >= end || leaves(before.leafAt(tailStart), after.leafAt(tailStart), tailStart & ~(long) MASK);
    }

    /** Compares the blocks before the shorter one's tail, which are in both trees. */
    private boolean trees(long last) {
        Object left = before.root();
        Object right = after.root();
        if (left == null || right == null) {
            throw new IllegalStateException("a vector with more than a tail has a root");
        }
        // The shorter one's root is at the height that its last position asks for; the other's may be higher.
        int shift = Math.min(before.shift(), after.shift());
        long start = before.start();
        left = Tree.lowered(left, before.shift(), shift, start);
        right = Tree.lowered(right, after.shift(), shift, start);
        return subtrees(left, right, shift, start & -((long) Positions.WIDTH << shift), last);
    }

    private boolean subtrees(Object left, Object right, int shift, long base, long last) {
        if (same(left, right)) {
            return true;
        }
        if (shift == 0) {
            return leaves(left, right, base);
        }
        @Nullable Object[] lefts = Tree.branch(left, shift).slots;
        @Nullable Object[] rights = Tree.branch(right, shift).slots;
        for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
            long childBase = base + ((long) i << shift);
            Object l = lefts[i];
            Object r = rights[i];
            if (childBase > last) {
                return true;
            }
            if (l != null && r != null && !subtrees(l, r, shift - BITS, childBase, last)) {
                return false;
            }
        }
        return true;
    }

    private boolean leaves(Object left, Object right, long base) {
        if (same(left, right)) {
            return true;
        }
        @Nullable Object[] lefts = Tree.leaf(left).slots;
        @Nullable Object[] rights = Tree.leaf(right).slots;
        long behind = Math.min(end, base + Positions.WIDTH);
        for (long position = Math.max(before.start(), base); position < behind; position++) {
            Object l = Tree.at(lefts, slot(position, 0));
            Object r = Tree.at(rights, slot(position, 0));
            if (!same(l, r) && !elements(position, Tree.element(l), Tree.element(r))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private boolean elements(long position, Object left, Object right) {
        return left.equals(right) || visitor.differs(position, (T) left, (T) right);
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
