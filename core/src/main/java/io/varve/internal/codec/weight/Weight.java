package io.varve.internal.codec.weight;

import org.jspecify.annotations.Nullable;

/**
 * What the values of one type weigh, beyond the slot in which their owner holds them. A null weighs nothing; whether it
 * is allowed is for the codec to say.
 */
abstract class Weight {

    /** Values that need no look at them. */
    static Weight fixed(long bytes) {
        return new Weight() {
            @Override
            long weigh(Object value, int depth) {
                return bytes;
            }
        };
    }

    /** Weighs a value at some depth of nested records. */
    final long of(@Nullable Object value, int depth) {
        return value == null ? 0 : weigh(value, depth);
    }

    /** The weight of one value less that of another. */
    final long change(@Nullable Object before, @Nullable Object after, int depth) {
        if (before == after) {
            return 0;
        }
        return before == null || after == null
                ? of(after, depth) - of(before, depth)
                : difference(before, after, depth);
    }

    abstract long weigh(Object value, int depth);

    /** As {@link #change}, of two objects. To be overridden where it can cost less than weighing both. */
    long difference(Object before, Object after, int depth) {
        return weigh(after, depth) - weigh(before, depth);
    }

    /** The size of an object, which is a multiple of 8. */
    static long aligned(long bytes) {
        return (bytes + 7) & -8;
    }
}
