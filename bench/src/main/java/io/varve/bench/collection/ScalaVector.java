package io.varve.bench.collection;

import java.util.List;
import java.util.function.Consumer;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Vector;
import scala.collection.mutable.ReusableBuilder;
import scala.runtime.AbstractFunction1;

/** Scala's vector, with its builder. */
final class ScalaVector implements VectorSubject<Vector<Item>> {

    @Override
    public About about() {
        return About.of(
                "Scala 2.13 Vector",
                "scala-library",
                "edits nothing in place: a batch is one update after another",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public Vector<Item> empty() {
        return Vector.<Item>newBuilder().result();
    }

    @Override
    public Vector<Item> build(List<Item> items) {
        ReusableBuilder<Item, Vector<Item>> builder = Vector.newBuilder();
        for (Item item : items) {
            builder.addOne(item);
        }
        return builder.result();
    }

    @Override
    public Item get(Vector<Item> vector, int index) {
        return vector.apply(index);
    }

    @Override
    @SuppressWarnings("unchecked") // Its own update gives an Object to Java.
    public Vector<Item> update(Vector<Item> vector, int index, Item item) {
        return (Vector<Item>) ((Seq<Item>) vector).updated(index, item);
    }

    @Override
    @SuppressWarnings("unchecked") // See above.
    public Vector<Item> append(Vector<Item> vector, Item item) {
        return (Vector<Item>) ((Seq<Item>) vector).appended(item);
    }

    @Override
    public Vector<Item> dropFirst(Vector<Item> vector) {
        return vector.tail();
    }

    @Override
    public Vector<Item> dropLast(Vector<Item> vector) {
        return vector.init();
    }

    @Override
    public Vector<Item> updateAll(Vector<Item> vector, int[] indices, Item[] items, int from, int to) {
        Vector<Item> result = vector;
        for (int i = from; i < to; i++) {
            result = update(result, indices[i], items[i]);
        }
        return result;
    }

    @Override
    public int size(Vector<Item> vector) {
        return vector.length();
    }

    @Override
    public void forEach(Vector<Item> vector, Consumer<Item> action) {
        vector.foreach(new AbstractFunction1<Item, Object>() {
            @Override
            public Object apply(Item item) {
                action.accept(item);
                return item;
            }
        });
    }
}
