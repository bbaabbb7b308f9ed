package io.varve.bench.collection;

import io.varve.collection.ElementChange;
import io.varve.collection.PersistentVector;
import java.util.List;
import java.util.function.Consumer;

/** Varve's vector. */
final class VarveVector implements VectorSubject<PersistentVector<Item>> {

    @Override
    public About about() {
        return About.of("PersistentVector", "varve", "edits nothing in place: a batch is one update after another");
    }

    @Override
    public PersistentVector<Item> empty() {
        return PersistentVector.empty();
    }

    @Override
    public PersistentVector<Item> build(List<Item> items) {
        return PersistentVector.ofAll(items);
    }

    @Override
    public Item get(PersistentVector<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public PersistentVector<Item> update(PersistentVector<Item> vector, int index, Item item) {
        return vector.update(index, item);
    }

    @Override
    public PersistentVector<Item> append(PersistentVector<Item> vector, Item item) {
        return vector.append(item);
    }

    @Override
    public PersistentVector<Item> dropFirst(PersistentVector<Item> vector) {
        return vector.drop(1);
    }

    @Override
    public PersistentVector<Item> dropLast(PersistentVector<Item> vector) {
        return vector.take(vector.length() - 1);
    }

    @Override
    public PersistentVector<Item> updateAll(
            PersistentVector<Item> vector, int[] indices, Item[] items, int from, int to) {
        PersistentVector<Item> result = vector;
        for (int i = from; i < to; i++) {
            result = result.update(indices[i], items[i]);
        }
        return result;
    }

    @Override
    public int size(PersistentVector<Item> vector) {
        return vector.length();
    }

    @Override
    public void forEach(PersistentVector<Item> vector, Consumer<Item> action) {
        vector.forEach(action);
    }

    @Override
    public void changes(PersistentVector<Item> before, PersistentVector<Item> after, Changes changes) {
        for (ElementChange<Item> change : before.diff(after)) {
            if (change instanceof ElementChange.Replaced<Item> replaced) {
                changes.add(replaced.before(), replaced.after());
            } else if (change instanceof ElementChange.Added<Item> added) {
                changes.add(null, added.after());
            } else if (change instanceof ElementChange.Removed<Item> removed) {
                changes.add(removed.before(), null);
            }
        }
    }
}
