package io.varve.internal.vector;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;

/** A vector as an unmodifiable {@link List}. */
final class VectorListView<T> extends AbstractList<T> implements RandomAccess {

    private final RadixVector<T> vector;

    VectorListView(RadixVector<T> vector) {
        this.vector = vector;
    }

    @Override
    public T get(int index) {
        return vector.get(index);
    }

    @Override
    public int size() {
        return vector.length();
    }

    @Override
    public Iterator<T> iterator() {
        return vector.iterator();
    }

    @Override
    public ListIterator<T> listIterator(int index) {
        Objects.checkIndex(index, vector.length() + 1);
        return new VectorListIterator<>(vector, index);
    }

    @Override
    public List<T> subList(int from, int to) {
        return vector.subSequence(from, to).asJava();
    }
}
