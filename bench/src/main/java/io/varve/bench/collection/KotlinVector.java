package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentList;

/** The list of kotlinx.collections.immutable, with its builders. */
final class KotlinVector implements VectorSubject<PersistentList<Item>> {

    @Override
    public About about() {
        return About.of(
                "kotlinx persistentList",
                "kotlinx-collections-immutable",
                "drops at the front by moving all behind it, O(n)",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public PersistentList<Item> empty() {
        return ExtensionsKt.persistentListOf();
    }

    @Override
    public PersistentList<Item> build(List<Item> items) {
        return empty().addingAll(items);
    }

    @Override
    public Item get(PersistentList<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public PersistentList<Item> update(PersistentList<Item> vector, int index, Item item) {
        return vector.replacingAt(index, item);
    }

    @Override
    public PersistentList<Item> append(PersistentList<Item> vector, Item item) {
        return vector.adding(item);
    }

    @Override
    public PersistentList<Item> dropFirst(PersistentList<Item> vector) {
        return vector.removingAt(0);
    }

    @Override
    public PersistentList<Item> dropLast(PersistentList<Item> vector) {
        return vector.removingAt(vector.size() - 1);
    }

    @Override
    public PersistentList<Item> updateAll(PersistentList<Item> vector, int[] indices, Item[] items, int from, int to) {
        PersistentList.Builder<Item> builder = vector.builder();
        for (int i = from; i < to; i++) {
            builder.set(indices[i], items[i]);
        }
        return builder.build();
    }

    @Override
    public int size(PersistentList<Item> vector) {
        return vector.size();
    }

    @Override
    public void forEach(PersistentList<Item> vector, Consumer<Item> action) {
        for (Item item : vector) {
            action.accept(item);
        }
    }
}
