package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;

/** Bifurcan's list, with its linear mode. */
final class BifurcanVector implements VectorSubject<io.lacuna.bifurcan.List<Item>> {

    @Override
    public About about() {
        return About.of(
                "Bifurcan List",
                "bifurcan",
                "replaces through its linear mode: a set of a version that came from a set changes that version too",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public io.lacuna.bifurcan.List<Item> empty() {
        return new io.lacuna.bifurcan.List<>();
    }

    @Override
    public io.lacuna.bifurcan.List<Item> build(List<Item> items) {
        return io.lacuna.bifurcan.List.from(items);
    }

    @Override
    public Item get(io.lacuna.bifurcan.List<Item> vector, int index) {
        return vector.nth(index);
    }

    @Override
    public io.lacuna.bifurcan.List<Item> update(io.lacuna.bifurcan.List<Item> vector, int index, Item item) {
        return vector.linear().set(index, item).forked();
    }

    @Override
    public io.lacuna.bifurcan.List<Item> append(io.lacuna.bifurcan.List<Item> vector, Item item) {
        return vector.addLast(item);
    }

    @Override
    public io.lacuna.bifurcan.List<Item> dropFirst(io.lacuna.bifurcan.List<Item> vector) {
        return vector.removeFirst();
    }

    @Override
    public io.lacuna.bifurcan.List<Item> dropLast(io.lacuna.bifurcan.List<Item> vector) {
        return vector.removeLast();
    }

    @Override
    public io.lacuna.bifurcan.List<Item> updateAll(
            io.lacuna.bifurcan.List<Item> vector, int[] indices, Item[] items, int from, int to) {
        io.lacuna.bifurcan.List<Item> linear = vector.linear();
        for (int i = from; i < to; i++) {
            linear = linear.set(indices[i], items[i]);
        }
        return linear.forked();
    }

    @Override
    public int size(io.lacuna.bifurcan.List<Item> vector) {
        return (int) vector.size();
    }

    @Override
    public void forEach(io.lacuna.bifurcan.List<Item> vector, Consumer<Item> action) {
        for (Item item : vector) {
            action.accept(item);
        }
    }
}
