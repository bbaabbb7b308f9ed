package io.varve.internal.codec.weight;

import io.varve.internal.vector.RadixVector;
import io.varve.internal.vector.VectorReplacements;

/** A persistent vector. Two versions are compared by what they don't share. */
final class PersistentVectorWeight extends Weight {

    private static final int OBJECT = 48;

    /** The element's share of the nodes. */
    private static final int PER_ELEMENT = 6;

    private final Weight element;

    PersistentVectorWeight(Weight element) {
        this.element = element;
    }

    @Override
    long weigh(Object vector, int depth) {
        long sum = OBJECT;
        for (Object each : (RadixVector<?>) vector) {
            sum += PER_ELEMENT + element.of(each, depth);
        }
        return sum;
    }

    @Override
    @SuppressWarnings("unchecked") // The nodes hold what was put.
    long difference(Object before, Object after, int depth) {
        Difference difference = new Difference(depth);
        VectorReplacements.between((RadixVector<Object>) before, (RadixVector<Object>) after, difference);
        return difference.bytes;
    }

    private final class Difference implements VectorReplacements.Visitor<Object> {

        private final int depth;
        private long bytes;

        Difference(int depth) {
            this.depth = depth;
        }

        @Override
        public void replaced(Object before, Object after) {
            bytes += element.change(before, after, depth);
        }

        @Override
        public void removed(Object gone) {
            bytes -= PER_ELEMENT + element.of(gone, depth);
        }

        @Override
        public void added(Object added) {
            bytes += PER_ELEMENT + element.of(added, depth);
        }
    }
}
