package io.varve.internal.vector;

import io.vavr.collection.Iterator;
import java.util.NoSuchElementException;

/** Goes through a range of positions, up or down, leaf by leaf. */
final class VectorIterator<T> implements Iterator<T> {

    private final LeafCursor<T> cursor;
    private final int step;
    private final long behind;
    private long next;

    private VectorIterator(RadixVector<T> vector, long first, long behind, int step) {
        this.cursor = new LeafCursor<>(vector);
        this.next = first;
        this.behind = behind;
        this.step = step;
    }

    static <T> VectorIterator<T> upFrom(RadixVector<T> vector, long first) {
        return new VectorIterator<>(vector, first, vector.end(), 1);
    }

    static <T> VectorIterator<T> down(RadixVector<T> vector) {
        return new VectorIterator<>(vector, vector.end() - 1, vector.start() - 1, -1);
    }

    @Override
    public boolean hasNext() {
        return next != behind;
    }

    @Override
    public T next() {
        if (next == behind) {
            throw new NoSuchElementException("all elements have been returned");
        }
        T element = cursor.at(next);
        next += step;
        return element;
    }
}
