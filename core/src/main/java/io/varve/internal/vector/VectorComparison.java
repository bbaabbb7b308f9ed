package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.BITS;
import static io.varve.internal.vector.Positions.slot;

import io.varve.internal.page.Stub;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two vectors of the same origin position by position, passing over what they share: a subtree or element that
 * is the same object on both sides, or stands for the same page, is neither read nor compared. It looks at the positions
 * that both use, from one difference to the next in ascending order, and holds the path to where it stands.
 */
final class VectorComparison<T> {

    private final RadixVector<T> before;
    private final RadixVector<T> after;
    private final boolean byIdentity;

    /** Positions before this are in both trees, those behind it in the shorter one's last leaf. */
    private final long treeEnd;

    private final long end;

    /** The slots of the nodes on the path, by level; a leaf's level is 0. */
    private final @Nullable Object[][] lefts;

    private final @Nullable Object[][] rights;
    private int top;
    private int level;
    private long partEnd;
    private long next;

    private long position;
    private @Nullable Object was;
    private @Nullable Object is;

    /** Compares vectors that begin at the same position. */
    VectorComparison(RadixVector<T> before, RadixVector<T> after) {
        this(before, after, false);
    }

    /**
     * Compares the positions that both vectors have.
     *
     * @param byIdentity whether equal elements differ too, unless they are the very same object
     */
    VectorComparison(RadixVector<T> before, RadixVector<T> after, boolean byIdentity) {
        this.before = before;
        this.after = after;
        this.byIdentity = byIdentity;
        next = Math.max(before.start(), after.start());
        partEnd = next;
        end = Math.min(before.end(), after.end());
        treeEnd = Math.max(next, Positions.tailStart(end));
        int levels = Math.min(before.shift(), after.shift()) / BITS + 1;
        lefts = new Object[levels][];
        rights = new Object[levels][];
    }

    /** Goes to the next difference; false if there is none. */
    boolean advance() {
        while (next < end) {
            if (next >= partEnd) {
                enter();
            } else if (step()) {
                return true;
            }
        }
        return false;
    }

    /** The position of the difference. */
    long position() {
        return position;
    }

    /** The element of the earlier vector there. */
    @SuppressWarnings("unchecked")
    T before() {
        return (T) Objects.requireNonNull(was);
    }

    /** The element of the later vector there. */
    @SuppressWarnings("unchecked")
    T after() {
        return (T) Objects.requireNonNull(is);
    }

    /** Begins with the trees, or with the last leaf behind them. */
    private void enter() {
        boolean inTrees = next < treeEnd;
        // The root of the shorter one is as high as its last position asks for; the other's may be higher.
        int shift = inTrees ? Math.min(before.shift(), after.shift()) : 0;
        Object left = inTrees ? Tree.lowered(rootOf(before), before.shift(), shift, next) : before.leafAt(next);
        Object right = inTrees ? Tree.lowered(rootOf(after), after.shift(), shift, next) : after.leafAt(next);
        partEnd = inTrees ? treeEnd : end;
        if (same(left, right)) {
            next = partEnd;
        } else {
            top = shift / BITS;
            open(top, left, right);
        }
    }

    /** Looks at one pair of slots; whether it is a pair of elements that differ. */
    private boolean step() {
        int shift = level * BITS;
        int index = slot(next, shift);
        Object left = Tree.at(lefts[level], index);
        Object right = Tree.at(rights[level], index);
        boolean differ = false;
        if (!same(left, right)) {
            if (level > 0) {
                open(level - 1, left, right);
                return false;
            }
            differ = differ(Tree.element(left), Tree.element(right));
        }
        long here = next;
        next = Math.min(partEnd, (here >>> shift) + 1 << shift);
        while (level < top && (next & (1L << (level + 1) * BITS) - 1) == 0) {
            level++; // The block of this node ends here.
        }
        return differ;
    }

    private void open(int at, Object left, Object right) {
        lefts[at] = (at == 0 ? Tree.leaf(left) : Tree.branch(left, at * BITS)).slots;
        rights[at] = (at == 0 ? Tree.leaf(right) : Tree.branch(right, at * BITS)).slots;
        level = at;
    }

    private boolean differ(Object left, Object right) {
        if (byIdentity ? left == right : left.equals(right)) {
            return false;
        }
        position = next;
        was = left;
        is = right;
        return true;
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
