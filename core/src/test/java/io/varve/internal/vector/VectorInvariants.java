package io.varve.internal.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentVector;
import io.varve.internal.page.Stub;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of every vector, whatever was done to it: its range determines every node. */
public final class VectorInvariants {

    private VectorInvariants() {}

    /** Fails unless the vector has the one shape that its range allows, and holds these elements and no others. */
    public static <T> void check(PersistentVector<T> persistent, List<T> expected) {
        RadixVector<T> vector = (RadixVector<T>) persistent;
        List<Object> held = new ArrayList<>();
        if (expected.isEmpty()) {
            assertThat(vector).isSameAs(RadixVector.empty());
            return;
        }
        assertThat(vector.start()).isNotNegative();
        assertThat(vector.end() - vector.start()).isEqualTo(expected.size());
        long tailStart = vector.end() - 1 - (vector.end() - 1) % 32;
        if (vector.start() < tailStart) {
            assertThat(vector.shift()).as("shift").isEqualTo(lowestShift(vector.start(), tailStart - 1));
            checkNode(vector.root(), vector.shift(), vector.start(), tailStart - 1, held);
        } else {
            assertThat(vector.root()).isNull();
            assertThat(vector.shift()).isZero();
        }
        checkNode(vector.lastLeaf(), 0, Math.max(tailStart, vector.start()), vector.end() - 1, held);
        assertThat(held).isEqualTo(expected);
    }

    /** The number of nodes that a vector holds. */
    public static int nodes(PersistentVector<?> vector) {
        RadixVector<?> radix = (RadixVector<?>) vector;
        return nodes(radix.root()) + nodes(radix.lastLeaf());
    }

    private static int nodes(@Nullable Object subtree) {
        if (subtree == null) {
            return 0;
        }
        VectorNode node = subtree instanceof Stub<?> stub ? (VectorNode) stub.get() : (VectorNode) subtree;
        int count = 1;
        for (int i = node.first(); node instanceof VectorBranch && i < node.width(); i++) {
            count += nodes(node.slot(i));
        }
        return count;
    }

    // Not by the formula that is being tested.
    private static int lowestShift(long first, long last) {
        int shift = 0;
        while (Math.floorDiv(first, 32L << shift) != Math.floorDiv(last, 32L << shift)) {
            shift += 5;
        }
        return shift;
    }

    private static void checkNode(@Nullable Object subtree, int shift, long first, long last, List<Object> held) {
        if (subtree instanceof Stub<?> stub) {
            assertThat((long) stub.size()).as("size of a stub").isEqualTo(last - first + 1);
            checkNode(stub.get(), shift, first, last, held);
            return;
        }
        VectorNode node = (VectorNode) subtree;
        assertThat(node).isInstanceOf(shift == 0 ? VectorLeaf.class : VectorBranch.class);
        assertThat(node.shift()).as("shift").isEqualTo(shift);
        assertThat(node.size()).as("size").isEqualTo(last - first + 1);
        int firstSlot = (int) ((first >> shift) % 32);
        assertThat(node.slots).as("slots").hasSize((int) ((last >> shift) % 32) + 1);
        for (int i = 0; i < node.slots.length; i++) {
            Object slot = node.slots[i];
            if (i < firstSlot) {
                assertThat(slot).as("slot %d, before the start", i).isNull();
            } else if (shift == 0) {
                held.add(slot instanceof Stub<?> stub ? stub.get() : slot);
            } else {
                long begin = (first >> shift + 5 << shift + 5) + ((long) i << shift);
                long behind = begin + (1L << shift);
                checkNode(slot, shift - 5, Math.max(first, begin), Math.min(last, behind - 1), held);
            }
        }
    }
}
