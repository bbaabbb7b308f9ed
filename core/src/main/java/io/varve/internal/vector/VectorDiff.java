package io.varve.internal.vector;

import io.varve.collection.ElementChange;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Lists what differs between two vectors, index by index: first where both have elements, then where only one has. */
final class VectorDiff<T> implements Iterator<ElementChange<T>> {

    private final long start;
    private final int common;
    private final @Nullable VectorComparison<T> comparison;
    private final Iterator<T> lost;
    private final Iterator<T> gained;
    private int index;
    private @Nullable ElementChange<T> next;

    VectorDiff(RadixVector<T> before, RadixVector<T> after) {
        start = before.start();
        common = Math.min(before.length(), after.length());
        // Only elements at the same positions can be shared.
        comparison = start == after.start() ? new VectorComparison<>(before, after) : null;
        index = comparison == null ? 0 : common;
        lost = before.iterator(index);
        gained = after.iterator(index);
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public ElementChange<T> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more changes");
        }
        ElementChange<T> result = next;
        next = null;
        return result;
    }

    private @Nullable ElementChange<T> find() {
        if (comparison != null && comparison.advance()) {
            return new ElementChange.Replaced<>(
                    (int) (comparison.position() - start), comparison.before(), comparison.after());
        }
        while (index < common) {
            T was = lost.next();
            T is = gained.next();
            index++;
            if (!was.equals(is)) {
                return new ElementChange.Replaced<>(index - 1, was, is);
            }
        }
        if (lost.hasNext()) {
            return new ElementChange.Removed<>(index++, lost.next());
        }
        return gained.hasNext() ? new ElementChange.Added<>(index++, gained.next()) : null;
    }
}
