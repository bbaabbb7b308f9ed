package io.varve.internal.diff;

import io.varve.diff.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * A part that two values of the same kind have in common, or that one of them has.
 *
 * @param step how it is reached
 * @param before what the earlier value has there, or null
 * @param after what the later value has there, or null
 */
record Place(
        StatePath.Step step,
        @Nullable Object before,
        @Nullable Object after) {}
