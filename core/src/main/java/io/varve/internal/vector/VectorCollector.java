package io.varve.internal.vector;

import io.varve.collection.PersistentVector;
import java.util.stream.Collector;

/** Collects a stream by a builder. */
public final class VectorCollector {

    private VectorCollector() {}

    /** A collector into a vector. */
    public static <T> Collector<T, ?, PersistentVector<T>> of() {
        return Collector.of(
                VectorBuilder::new,
                VectorBuilder::add,
                (left, right) -> {
                    left.addAll(right.<T>build());
                    return left;
                },
                VectorBuilder::build);
    }
}
