package io.varve.internal.vector;

import io.varve.collection.ElementChange;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Lists what differs between two vectors, index by index. */
final class VectorDiff {

    private VectorDiff() {}

    static <T> Seq<ElementChange<T>> between(RadixVector<T> before, RadixVector<T> after) {
        List<ElementChange<T>> changes = new ArrayList<>();
        int common = Math.min(before.length(), after.length());
        if (before.start() == after.start()) {
            new VectorComparison<>(
                            before,
                            after,
                            (position, was, is) -> changes.add(
                                    new ElementChange.Replaced<>((int) (position - before.start()), was, is)))
                    .run();
        } else {
            Iterator<T> others = after.iterator();
            Iterator<T> ours = before.iterator();
            for (int index = 0; index < common; index++) {
                T was = ours.next();
                T is = others.next();
                if (!was.equals(is)) {
                    changes.add(new ElementChange.Replaced<>(index, was, is));
                }
            }
        }
        Iterator<T> lost = before.iterator(common);
        for (int index = common; lost.hasNext(); index++) {
            changes.add(new ElementChange.Removed<>(index, lost.next()));
        }
        Iterator<T> gained = after.iterator(common);
        for (int index = common; gained.hasNext(); index++) {
            changes.add(new ElementChange.Added<>(index, gained.next()));
        }
        return Vector.ofAll(changes);
    }
}
