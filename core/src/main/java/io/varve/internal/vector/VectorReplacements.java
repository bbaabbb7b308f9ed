package io.varve.internal.vector;

import java.util.Iterator;

/**
 * Lists what one vector holds other than another, position by position, where equal elements that are not the very same
 * object count as different. Unlike {@link VectorDiff} it follows the structure also when one was dropped from at the
 * front. Cost: what both don't share; elements that are only in one of them are read.
 */
public final class VectorReplacements {

    private VectorReplacements() {}

    /**
     * Is told of the differences.
     *
     * @param <T> the type of the elements
     */
    public interface Visitor<T> {

        /** Both hold another object at the same position. */
        void replaced(T before, T after);

        /** Only the first has the position. */
        void removed(T before);

        /** Only the second has the position. */
        void added(T after);
    }

    /** Compares two vectors. */
    public static <T> void between(RadixVector<T> before, RadixVector<T> after, Visitor<T> visitor) {
        long first = Math.max(before.start(), after.start());
        long end = Math.max(first, Math.min(before.end(), after.end()));
        VectorComparison<T> common = new VectorComparison<>(before, after, true);
        while (common.advance()) {
            visitor.replaced(common.before(), common.after());
        }
        Iterator<T> gone = outside(before, first, end);
        while (gone.hasNext()) {
            visitor.removed(gone.next());
        }
        Iterator<T> come = outside(after, first, end);
        while (come.hasNext()) {
            visitor.added(come.next());
        }
    }

    /** The elements at the positions of a vector before the first and from the end on. */
    private static <T> Iterator<T> outside(RadixVector<T> vector, long first, long end) {
        int length = vector.length();
        int before = (int) Math.min(length, Math.max(0, first - vector.start()));
        int from = (int) Math.min(length, Math.max(before, end - vector.start()));
        return vector.iterator(0).take(before).concat(vector.iterator(from));
    }
}
