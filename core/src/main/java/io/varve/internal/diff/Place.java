package io.varve.internal.diff;

import io.varve.diff.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * A part that two values of the same kind have in common, or that one of them has.
 *
 * @param step how it is reached
 * @param before what the earlier value has there, or null
 * @param after what the later value has there, or null
 * @param move how it moved within its sequence; if it did, this is no place to look into
 */
record Place(
        StatePath.Step step,
        @Nullable Object before,
        @Nullable Object after,
        @Nullable Move move) {

    /** A place to look into. */
    Place(StatePath.Step step, @Nullable Object before, @Nullable Object after) {
        this(step, before, after, null);
    }

    /**
     * From where to where an element moved.
     *
     * @param from its index in the earlier sequence
     * @param to its index in the later one
     */
    record Move(int from, int to) {}
}
