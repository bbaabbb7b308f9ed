package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;
import org.pcollections.TreePVector;

/** PCollections' vector, a balanced tree. */
final class PCollectionsVector implements VectorSubject<TreePVector<Item>> {

    @Override
    public About about() {
        return About.of(
                "PCollections TreePVector",
                "pcollections",
                "edits nothing in place: a batch is one update after another",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public TreePVector<Item> empty() {
        return TreePVector.empty();
    }

    @Override
    public TreePVector<Item> build(List<Item> items) {
        return TreePVector.from(items);
    }

    @Override
    public Item get(TreePVector<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public TreePVector<Item> update(TreePVector<Item> vector, int index, Item item) {
        return (TreePVector<Item>) vector.with(index, item);
    }

    @Override
    public TreePVector<Item> append(TreePVector<Item> vector, Item item) {
        return vector.plus(item);
    }

    @Override
    public TreePVector<Item> dropFirst(TreePVector<Item> vector) {
        return vector.minus(0);
    }

    @Override
    public TreePVector<Item> dropLast(TreePVector<Item> vector) {
        return vector.minus(vector.size() - 1);
    }

    @Override
    public TreePVector<Item> updateAll(TreePVector<Item> vector, int[] indices, Item[] items, int from, int to) {
        TreePVector<Item> result = vector;
        for (int i = from; i < to; i++) {
            result = update(result, indices[i], items[i]);
        }
        return result;
    }

    @Override
    public int size(TreePVector<Item> vector) {
        return vector.size();
    }

    @Override
    public void forEach(TreePVector<Item> vector, Consumer<Item> action) {
        for (Item item : vector) {
            action.accept(item);
        }
    }
}
