package io.varve.internal.codec.weight;

import io.vavr.Tuple;
import io.vavr.collection.Seq;

/** A tuple: its own size, and its elements. */
final class TupleWeight extends Weight {

    private static final int HEADER = 12;
    private static final int REFERENCE = 4;

    private final Weight[] elements;

    TupleWeight(Weight[] elements) {
        this.elements = elements;
    }

    @Override
    long weigh(Object value, int depth) {
        Seq<?> parts = ((Tuple) value).toSeq();
        long sum = aligned(HEADER + (long) REFERENCE * elements.length);
        for (int i = 0; i < elements.length; i++) {
            sum += elements[i].of(parts.get(i), depth);
        }
        return sum;
    }

    @Override
    long difference(Object before, Object after, int depth) {
        Seq<?> was = ((Tuple) before).toSeq();
        Seq<?> is = ((Tuple) after).toSeq();
        long sum = 0;
        for (int i = 0; i < elements.length; i++) {
            sum += elements[i].change(was.get(i), is.get(i), depth);
        }
        return sum;
    }
}
