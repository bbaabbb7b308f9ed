package io.varve.internal.vector;

import static io.varve.internal.vector.Positions.BITS;
import static io.varve.internal.vector.Positions.WIDTH;
import static io.varve.internal.vector.Positions.slot;

import io.varve.CorruptDataException;
import io.varve.internal.page.Stub;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Steps on subtrees. A subtree is given as its parent holds it (a node or a stub) with the shift that it must have.
 * Edits copy the path to the position and share the rest; only pages on that path are read.
 */
final class Tree {

    private Tree() {}

    /** The branch itself, read from its page if need be. */
    static VectorBranch branch(Object subtree, int shift) {
        if (subtree instanceof VectorBranch branch) {
            return branch; // On the heap it is right by construction.
        }
        if (subtree instanceof Stub<?> stub && stub.get() instanceof VectorBranch branch && branch.shift() == shift) {
            return branch;
        }
        throw unexpected(subtree, "a branch of shift " + shift);
    }

    /** The leaf itself, read from its page if need be. */
    static VectorLeaf leaf(Object subtree) {
        if (subtree instanceof VectorLeaf leaf) {
            return leaf;
        }
        if (subtree instanceof Stub<?> stub && stub.get() instanceof VectorLeaf leaf) {
            return leaf;
        }
        throw unexpected(subtree, "a leaf");
    }

    /** What is in a slot that the vector's range says is there. */
    static Object at(@Nullable Object[] slots, int index) {
        if (index < slots.length) {
            Object found = slots[index];
            if (found != null) {
                return found;
            }
        }
        // Only a node that was read can be at odds with the range; what was built here is right by construction.
        throw new CorruptDataException(
                "a vector's node with " + slots.length + " slots has nothing in slot " + index + ", which is in use");
    }

    /** The element itself, read from its page if it has one. */
    static Object element(Object inSlot) {
        return inSlot instanceof Stub<?> stub ? stub.get() : inSlot;
    }

    /** The leaf at a position, as its parent holds it. */
    static Object leafSlot(Object root, int shift, long position) {
        Object subtree = root;
        for (int s = shift; s > 0; s -= BITS) {
            subtree = at(branch(subtree, s).slots, slot(position, s));
        }
        return subtree;
    }

    /** The lowest subtree that still holds a position, and at least all of its block at the new shift. */
    static Object lowered(Object root, int shift, int newShift, long position) {
        Object subtree = root;
        for (int s = shift; s > newShift; s -= BITS) {
            subtree = at(branch(subtree, s).slots, slot(position, s));
        }
        return subtree;
    }

    /** With another element at a position; the same subtree if it is there already. */
    static Object updated(Object subtree, int shift, long position, Object element) {
        @Nullable Object[] slots = (shift == 0 ? leaf(subtree) : branch(subtree, shift)).slots;
        int index = slot(position, shift);
        Object before = at(slots, index);
        Object after = shift == 0 ? element : updated(before, shift - BITS, position, element);
        if (before == after) {
            return subtree;
        }
        @Nullable Object[] copy = slots.clone();
        copy[index] = after;
        return node(shift, copy);
    }

    /** Without the elements before a position. Cost: nothing is read if the position begins the subtree. */
    static Object from(Object subtree, int shift, long start) {
        if ((start & blockMask(shift)) == 0) {
            return subtree;
        }
        @Nullable Object[] slots = (shift == 0 ? leaf(subtree) : branch(subtree, shift)).slots;
        int first = slot(start, shift);
        Object before = at(slots, first);
        @Nullable Object[] copy = slots.clone();
        Arrays.fill(copy, 0, first, null);
        copy[first] = shift == 0 ? before : from(before, shift - BITS, start);
        return node(shift, copy);
    }

    /** Without the elements behind a position. Cost: nothing is read if the position ends the subtree. */
    static Object through(Object subtree, int shift, long last) {
        if ((last + 1 & blockMask(shift)) == 0) {
            return subtree;
        }
        @Nullable Object[] slots = (shift == 0 ? leaf(subtree) : branch(subtree, shift)).slots;
        int index = slot(last, shift);
        Object before = at(slots, index);
        @Nullable Object[] copy = Arrays.copyOf(slots, index + 1);
        copy[index] = shift == 0 ? before : through(before, shift - BITS, last);
        return node(shift, copy);
    }

    /** The tree with a parent, or several, above its root, so that it has the new shift. */
    static Object raised(Object root, int shift, int newShift, long position) {
        Object subtree = root;
        for (int s = shift + BITS; s <= newShift; s += BITS) {
            @Nullable Object[] slots = new Object[slot(position, s) + 1];
            slots[slots.length - 1] = subtree;
            subtree = new VectorBranch(s, slots);
        }
        return subtree;
    }

    /** With one more leaf, whose block begins right behind the last position of the subtree. */
    static Object withLeaf(Object subtree, int shift, long position, Object leaf) {
        @Nullable Object[] slots = branch(subtree, shift).slots;
        int index = slot(position, shift);
        @Nullable Object[] copy = Arrays.copyOf(slots, index + 1);
        copy[index] = index < slots.length
                ? withLeaf(at(slots, index), shift - BITS, position, leaf)
                : raised(leaf, 0, shift - BITS, position);
        return new VectorBranch(shift, copy);
    }

    /** With every element replaced by what the function makes of it; the same subtree if that is the same always. */
    static <T, U> Object mapped(Object subtree, int shift, Function<? super T, ? extends U> mapper) {
        VectorNode node = shift == 0 ? leaf(subtree) : branch(subtree, shift);
        if (subtree instanceof Stub<?> stub && stub.size() != node.size()) {
            throw unexpected(subtree, stub.size() + " elements");
        }
        @Nullable Object[] slots = node.slots;
        @Nullable Object[] copy = slots;
        for (int i = 0; i < slots.length; i++) {
            Object before = slots[i];
            if (before == null) {
                continue;
            }
            Object after = shift == 0 ? mappedElement(before, mapper) : mapped(before, shift - BITS, mapper);
            if (after != before) {
                copy = copy == slots ? slots.clone() : copy;
                copy[i] = after;
            }
        }
        return copy == slots ? subtree : node(shift, copy);
    }

    private static <T, U> Object mappedElement(Object inSlot, Function<? super T, ? extends U> mapper) {
        @SuppressWarnings("unchecked")
        T before = (T) element(inSlot);
        U after = Objects.requireNonNull(mapper.apply(before), "the function returned null; a vector holds no nulls");
        return after == before ? inSlot : after;
    }

    private static VectorNode node(int shift, @Nullable Object[] slots) {
        return shift == 0 ? new VectorLeaf(slots) : new VectorBranch(shift, slots);
    }

    /** The bits of a position that tell where in the block of a node of the given shift it is. */
    private static long blockMask(int shift) {
        return ((long) WIDTH << shift) - 1;
    }

    private static CorruptDataException unexpected(Object subtree, String expected) {
        String where = subtree instanceof Stub<?> stub ? "page " + stub.link().id() : "a vector's slot";
        return new CorruptDataException(where + " should hold " + expected + " of a vector, but does not");
    }
}
