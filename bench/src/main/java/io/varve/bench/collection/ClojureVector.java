package io.varve.bench.collection;

import clojure.lang.AFn;
import clojure.lang.IPersistentVector;
import clojure.lang.IReduceInit;
import clojure.lang.ITransientVector;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import java.util.List;
import java.util.function.Consumer;

/** Clojure's vector, with its transients. */
final class ClojureVector implements VectorSubject<IPersistentVector> {

    @Override
    public About about() {
        return About.of(
                "Clojure PersistentVector",
                "clojure",
                "drops at the front by subvec, which keeps what it drops",
                "lists no changes of its own: both versions are walked");
    }

    @Override
    public IPersistentVector empty() {
        return PersistentVector.EMPTY;
    }

    @Override
    public IPersistentVector build(List<Item> items) {
        return PersistentVector.create(items);
    }

    @Override
    public Item get(IPersistentVector vector, int index) {
        return (Item) vector.nth(index);
    }

    @Override
    public IPersistentVector update(IPersistentVector vector, int index, Item item) {
        return vector.assocN(index, item);
    }

    @Override
    public IPersistentVector append(IPersistentVector vector, Item item) {
        return vector.cons(item);
    }

    @Override
    public IPersistentVector dropFirst(IPersistentVector vector) {
        return RT.subvec(vector, 1, vector.count());
    }

    @Override
    public IPersistentVector dropLast(IPersistentVector vector) {
        return (IPersistentVector) vector.pop();
    }

    @Override
    public IPersistentVector updateAll(IPersistentVector vector, int[] indices, Item[] items, int from, int to) {
        ITransientVector editable = (ITransientVector) ((PersistentVector) vector).asTransient();
        for (int i = from; i < to; i++) {
            editable = editable.assocN(indices[i], items[i]);
        }
        return (IPersistentVector) editable.persistent();
    }

    @Override
    public int size(IPersistentVector vector) {
        return vector.count();
    }

    @Override
    public void forEach(IPersistentVector vector, Consumer<Item> action) {
        ((IReduceInit) vector)
                .reduce(
                        new AFn() {
                            @Override
                            public Object invoke(Object nothing, Object item) {
                                action.accept((Item) item);
                                return nothing;
                            }
                        },
                        "");
    }

    @Override
    public boolean equal(IPersistentVector one, IPersistentVector other) {
        return one.equiv(other);
    }
}
