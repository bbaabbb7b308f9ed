package io.varve.bench.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code java.util.ArrayList}, changed in place: the floor, which has no versions. */
final class JavaVector implements VectorSubject<List<Item>> {

    @Override
    public About about() {
        return new About(
                "java.util.ArrayList",
                "jdk",
                false,
                List.of(
                        "the mutable floor, no peer: changed in place, and a version of it is a copy",
                        "append and drop undo themselves, so that each is two operations",
                        "drops at the front by moving all behind it, O(n)"));
    }

    @Override
    public List<Item> empty() {
        return new ArrayList<>();
    }

    @Override
    public List<Item> build(List<Item> items) {
        return new ArrayList<>(items);
    }

    @Override
    public Item get(List<Item> vector, int index) {
        return vector.get(index);
    }

    @Override
    public List<Item> update(List<Item> vector, int index, Item item) {
        vector.set(index, item);
        return vector;
    }

    @Override
    public List<Item> append(List<Item> vector, Item item) {
        vector.add(item);
        return vector;
    }

    @Override
    public List<Item> dropFirst(List<Item> vector) {
        vector.remove(0);
        return vector;
    }

    @Override
    public List<Item> dropLast(List<Item> vector) {
        vector.remove(vector.size() - 1);
        return vector;
    }

    @Override
    public List<Item> updateAll(List<Item> vector, int[] indices, Item[] items, int from, int to) {
        for (int i = from; i < to; i++) {
            vector.set(indices[i], items[i]);
        }
        return vector;
    }

    @Override
    public int size(List<Item> vector) {
        return vector.size();
    }

    @Override
    public void forEach(List<Item> vector, Consumer<Item> action) {
        vector.forEach(action);
    }

    @Override
    public List<Item> fork(List<Item> vector) {
        return new ArrayList<>(vector);
    }
}
