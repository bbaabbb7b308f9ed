package io.varve.internal.diff;

import io.varve.diff.StatePath.Step;
import org.jspecify.annotations.Nullable;

/** A value some of whose parts are being replaced by others. It stays what it is; a new one is made in the end. */
interface Edit {

    /** Whether values of this kind have such a part, or may have it. */
    boolean has(Step step);

    /** A part, as it is by now; null if there is nothing. */
    @Nullable
    Object at(Step step);

    /** Whether a part may come to be there, or go. */
    default boolean canSet(Step step, @Nullable Object part) {
        return true;
    }

    /**
     * Replaces a part.
     *
     * @param part what is to be there from now on; null for nothing
     */
    void set(Step step, @Nullable Object part);

    /** Makes the value. What its constructor throws is thrown. */
    Object done();
}
