package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;
import org.organicdesign.fp.collections.PersistentVector;

/** Paguro's vector, with its mutable builder for appending. */
final class PaguroVector implements VectorSubject<PersistentVector<Item>> {

    @Override
    public About about() {
        return About.of(
                "Paguro PersistentVector",
                "paguro",
                "drops nothing: a shorter one is built anew, O(n)",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public PersistentVector<Item> empty() {
        return PersistentVector.empty();
    }

    @Override
    public PersistentVector<Item> build(List<Item> items) {
        return PersistentVector.ofIter(items);
    }

    @Override
    public Item get(PersistentVector<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public PersistentVector<Item> update(PersistentVector<Item> vector, int index, Item item) {
        return vector.replace(index, item);
    }

    @Override
    public PersistentVector<Item> append(PersistentVector<Item> vector, Item item) {
        return vector.append(item);
    }

    @Override
    public PersistentVector<Item> dropFirst(PersistentVector<Item> vector) {
        return PersistentVector.ofIter(vector.drop(1));
    }

    @Override
    public PersistentVector<Item> dropLast(PersistentVector<Item> vector) {
        return PersistentVector.ofIter(vector.take(vector.size() - 1));
    }

    @Override
    public PersistentVector<Item> updateAll(
            PersistentVector<Item> vector, int[] indices, Item[] items, int from, int to) {
        PersistentVector.MutVector<Item> mutable = vector.mutable();
        for (int i = from; i < to; i++) {
            mutable.replace(indices[i], items[i]);
        }
        return mutable.immutable();
    }

    @Override
    public int size(PersistentVector<Item> vector) {
        return vector.size();
    }

    @Override
    public void forEach(PersistentVector<Item> vector, Consumer<Item> action) {
        for (Item item : vector) {
            action.accept(item);
        }
    }
}
