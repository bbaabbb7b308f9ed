package io.varve.bench.collection;

import io.vavr.collection.Vector;
import java.util.List;
import java.util.function.Consumer;

/** Vavr's vector. */
final class VavrVector implements VectorSubject<Vector<Item>> {

    @Override
    public About about() {
        return About.of(
                "Vavr Vector",
                "vavr",
                "edits nothing in place: a batch is one update after another",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public Vector<Item> empty() {
        return Vector.empty();
    }

    @Override
    public Vector<Item> build(List<Item> items) {
        return Vector.ofAll(items);
    }

    @Override
    public Item get(Vector<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public Vector<Item> update(Vector<Item> vector, int index, Item item) {
        return vector.update(index, item);
    }

    @Override
    public Vector<Item> append(Vector<Item> vector, Item item) {
        return vector.append(item);
    }

    @Override
    public Vector<Item> dropFirst(Vector<Item> vector) {
        return vector.drop(1);
    }

    @Override
    public Vector<Item> dropLast(Vector<Item> vector) {
        return vector.dropRight(1);
    }

    @Override
    public Vector<Item> updateAll(Vector<Item> vector, int[] indices, Item[] items, int from, int to) {
        Vector<Item> result = vector;
        for (int i = from; i < to; i++) {
            result = result.update(indices[i], items[i]);
        }
        return result;
    }

    @Override
    public int size(Vector<Item> vector) {
        return vector.size();
    }

    @Override
    public void forEach(Vector<Item> vector, Consumer<Item> action) {
        vector.forEach(action);
    }
}
