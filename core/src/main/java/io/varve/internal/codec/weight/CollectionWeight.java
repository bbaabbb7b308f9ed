package io.varve.internal.codec.weight;

import io.varve.internal.codec.schema.ContainerKind;

/** An ordinary list or set: what holds its elements, and the elements. */
final class CollectionWeight extends Weight {

    private static final int OBJECT = 40;

    private final long perElement;
    private final Weight element;
    private final boolean paged;

    /**
     * Makes a weight.
     *
     * @param paged whether elements may hold persistent collections
     */
    CollectionWeight(ContainerKind kind, Weight element, boolean paged) {
        this.perElement = switch (kind) {
            case VAVR_LIST, VAVR_QUEUE -> 24;
            case JAVA_SET, VAVR_HASH_SET, VAVR_TREE_SET -> 48;
            case VAVR_LINKED_HASH_SET -> 96;
            default -> 8;
        };
        this.element = element;
        this.paged = paged;
    }

    @Override
    long weigh(Object value, int depth) {
        long sum = OBJECT;
        for (Object each : (Iterable<?>) value) {
            sum += perElement + element.of(each, depth);
        }
        return sum;
    }

    @Override
    long difference(Object before, Object after, int depth) {
        if (!paged) {
            return super.difference(before, after, depth);
        }
        Iterable<?> was = (Iterable<?>) before;
        Iterable<?> is = (Iterable<?>) after;
        return perElement * (count(is) - count(was)) + Unpaired.difference(was, is, element, depth);
    }

    private static long count(Iterable<?> elements) {
        long count = 0;
        for (Object unused : elements) {
            count++;
        }
        return count;
    }
}
