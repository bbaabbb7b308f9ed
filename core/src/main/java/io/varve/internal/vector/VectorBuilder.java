package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.BITS;
import static io.varve.internal.vector.Positions.MASK;
import static io.varve.internal.vector.Positions.MAX_SHIFT;
import static io.varve.internal.vector.Positions.WIDTH;
import static io.varve.internal.vector.Positions.slot;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends many elements at the cost of writing each once. The arrays of the right edge of the tree belong to the builder
 * alone until they are full or the vector is built; then they become parts of nodes and are not written again. Good for
 * one vector. Not thread-safe.
 */
final class VectorBuilder {

    private final long start;
    private long end;
    private @Nullable Object[] tail;
    private int width;

    /** By level: the children, complete on their right, of the branch of shift 5 × (level + 1) at the right edge. */
    private final @Nullable Object[] @Nullable [] open = new Object[MAX_SHIFT / BITS][];

    /** Begins with nothing. */
    VectorBuilder() {
        tail = new Object[WIDTH];
        start = 0;
    }

    /** Begins with all that is in a vector, sharing its nodes. */
    private VectorBuilder(RadixVector<?> base) {
        start = base.start();
        end = base.end();
        @Nullable Object[] slots = Tree.leaf(base.lastLeaf()).slots;
        tail = Arrays.copyOf(slots, WIDTH);
        width = slots.length;
        Object root = base.root();
        if (root != null) {
            openRightEdge(root, base.shift(), Positions.tailStart(end) - 1);
        }
    }

    /** Begins with all that is in a vector: at its positions, or at 0 if they are about to run out. */
    static VectorBuilder on(RadixVector<?> base) {
        return base.end() < Positions.REBASED_FROM ? new VectorBuilder(base) : rebased(base);
    }

    private static VectorBuilder rebased(RadixVector<?> base) {
        VectorBuilder builder = new VectorBuilder();
        builder.addAll(base);
        return builder;
    }

    int size() {
        return (int) (end - start);
    }

    /** Appends an element that a user gave. */
    void add(@Nullable Object element) {
        addSlot(Objects.requireNonNull(element, "an element is null; a vector holds no nulls"));
    }

    void addAll(Iterable<?> elements) {
        if (elements instanceof RadixVector<?> vector) {
            addRange(vector, vector.start(), vector.end());
        } else {
            for (Object element : elements) {
                add(element);
            }
        }
    }

    /** Appends the elements at the given positions of a vector. Large ones that are stubs there stay stubs. */
    void addRange(RadixVector<?> vector, long from, long to) {
        for (long position = from; position < to; ) {
            @Nullable Object[] slots = vector.leafSlotsAt(position);
            long behind = Math.min(to, (position | MASK) + 1);
            for (; position < behind; position++) {
                addSlot(Tree.at(slots, slot(position, 0)));
            }
        }
    }

    <T> RadixVector<T> build() {
        if (end == start) {
            return RadixVector.empty();
        }
        VectorLeaf last = new VectorLeaf(Arrays.copyOf(tail, width));
        long tailStart = Positions.tailStart(end);
        return tailStart <= start ? new RadixVector<>(start, end, null, 0, last) : buildOver(tailStart - 1, last);
    }

    private void addSlot(Object inSlot) {
        if (size() == Integer.MAX_VALUE) {
            throw RadixVector.tooLarge();
        }
        if (width == WIDTH) {
            place(new VectorLeaf(tail), 0, end - 1);
            tail = new Object[WIDTH];
            width = 0;
        }
        tail[width++] = inSlot;
        end++;
    }

    /** Hangs a subtree whose block ends at the given position under the right edge. */
    private void place(Object complete, int shift, long last) {
        Object subtree = complete;
        for (int s = shift + BITS; ; s += BITS) {
            int level = s / BITS - 1;
            @Nullable Object[] children = open[level];
            if (children == null) {
                children = open[level] = new Object[WIDTH];
            }
            int index = slot(last, s);
            children[index] = subtree;
            if (index < MASK) {
                return;
            }
            open[level] = null;
            subtree = new VectorBranch(s, children);
        }
    }

    private void openRightEdge(Object root, int shift, long last) {
        Object subtree = root;
        int s = shift;
        while ((last + 1 & ((long) WIDTH << s) - 1) != 0) {
            @Nullable Object[] slots = Tree.branch(subtree, s).slots;
            int index = slot(last, s);
            subtree = Tree.at(slots, index);
            @Nullable Object[] children = Arrays.copyOf(slots, WIDTH);
            children[index] = null;
            open[s / BITS - 1] = children;
            s -= BITS;
        }
        place(subtree, s, last);
    }

    private <T> RadixVector<T> buildOver(long last, VectorLeaf newTail) {
        int rootShift = Positions.shiftOver(start, last);
        Object edge = null;
        for (int s = BITS; s <= rootShift; s += BITS) {
            @Nullable Object[] children = open[s / BITS - 1];
            if (children == null && edge == null) {
                continue; // Complete, so it hangs further up.
            }
            int index = slot(last, s);
            @Nullable Object[] slots = children == null ? new Object[index + 1] : Arrays.copyOf(children, index + 1);
            if (edge != null) {
                slots[index] = edge;
            }
            edge = new VectorBranch(s, slots);
        }
        Object root = edge == null ? complete(rootShift) : edge;
        return new RadixVector<>(start, end, root, rootShift, newTail);
    }

    /** The subtree of the given shift that holds all, where it is complete and hangs somewhere further up. */
    private Object complete(int shift) {
        int level = shift / BITS;
        @Nullable Object[] children = open[level];
        while (children == null) {
            children = open[++level];
        }
        int childShift = level * BITS;
        return Tree.lowered(Tree.at(children, slot(start, childShift + BITS)), childShift, shift, start);
    }
}
