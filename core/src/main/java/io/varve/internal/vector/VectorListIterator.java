package io.varve.internal.vector;

import java.util.ListIterator;
import java.util.NoSuchElementException;

/** Goes to and fro in a vector's list view. */
final class VectorListIterator<T> implements ListIterator<T> {

    private final LeafCursor<T> cursor;
    private final long start;
    private final int size;
    private int next;

    VectorListIterator(RadixVector<T> vector, int next) {
        this.cursor = new LeafCursor<>(vector);
        this.start = vector.start();
        this.size = vector.length();
        this.next = next;
    }

    @Override
    public boolean hasNext() {
        return next < size;
    }

    @Override
    public T next() {
        if (next >= size) {
            throw new NoSuchElementException("all elements have been returned");
        }
        T element = cursor.at(start + next);
        next++;
        return element;
    }

    @Override
    public boolean hasPrevious() {
        return next > 0;
    }

    @Override
    public T previous() {
        if (next <= 0) {
            throw new NoSuchElementException("at the beginning");
        }
        T element = cursor.at(start + next - 1);
        next--;
        return element;
    }

    @Override
    public int nextIndex() {
        return next;
    }

    @Override
    public int previousIndex() {
        return next - 1;
    }

    @Override
    public void remove() {
        throw new UnsupportedOperationException("a persistent vector's list is unmodifiable");
    }

    @Override
    public void set(T element) {
        throw new UnsupportedOperationException("a persistent vector's list is unmodifiable");
    }

    @Override
    public void add(T element) {
        throw new UnsupportedOperationException("a persistent vector's list is unmodifiable");
    }
}
