package io.varve.internal.codec.weight;

import io.varve.internal.codec.schema.ContainerKind;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An ordinary map: what holds its entries, and the keys and values. */
final class MapWeight extends Weight {

    private static final int OBJECT = 40;

    private final long perEntry;
    private final Weight key;
    private final Weight value;
    private final boolean paged;

    /**
     * Makes a weight.
     *
     * @param paged whether values may hold persistent collections
     */
    MapWeight(ContainerKind kind, Weight key, Weight value, boolean paged) {
        this.perEntry = switch (kind) {
            case VAVR_LINKED_HASH_MAP -> 120;
            case VAVR_TREE_MAP -> 64;
            default -> 48;
        };
        this.key = key;
        this.value = value;
        this.paged = paged;
    }

    @Override
    long weigh(Object map, int depth) {
        Sum sum = new Sum(map, depth);
        for (Object each : valuesOf(map)) {
            sum.bytes += value.of(each, depth);
        }
        return sum.bytes;
    }

    @Override
    long difference(Object before, Object after, int depth) {
        if (!paged) {
            return super.difference(before, after, depth);
        }
        return new Sum(after, depth).bytes
                - new Sum(before, depth).bytes
                + Unpaired.difference(valuesOf(before), valuesOf(after), value, depth);
    }

    private static Iterable<?> valuesOf(Object map) {
        return map instanceof java.util.Map<?, ?> java ? java.values() : ((io.vavr.collection.Map<?, ?>) map).values();
    }

    /** A map without its values. */
    private final class Sum implements BiConsumer<@Nullable Object, @Nullable Object> {

        private final int depth;
        private long bytes = OBJECT;

        Sum(Object map, int depth) {
            this.depth = depth;
            if (map instanceof java.util.Map<?, ?> java) {
                java.forEach(this);
            } else {
                ((io.vavr.collection.Map<?, ?>) map).forEach(entry -> accept(entry._1, entry._2));
            }
        }

        @Override
        public void accept(@Nullable Object entryKey, @Nullable Object unused) {
            bytes += perEntry + key.of(entryKey, depth);
        }
    }
}
