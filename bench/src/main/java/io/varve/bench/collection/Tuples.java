package io.varve.bench.collection;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;

/** A stretch of two arrays as Vavr's tuples, made as they are asked for. */
final class Tuples {

    private Tuples() {}

    static Iterable<Tuple2<Object, Item>> of(Object[] keys, Item[] values, int from, int to) {
        return () -> Iterator.range(from, to).map(i -> Tuple.of(keys[i], values[i]));
    }
}
