package io.varve.diff;

import java.util.Objects;

/** What becomes of the place of a {@link MergeConflict}. */
public sealed interface MergeResolution {

    /**
     * What our side has stays, be it nothing.
     *
     * @return the resolution
     */
    static MergeResolution ours() {
        return new Ours();
    }

    /**
     * What their side has comes there, be it nothing.
     *
     * @return the resolution
     */
    static MergeResolution theirs() {
        return new Theirs();
    }

    /**
     * Something comes there that perhaps neither side has.
     *
     * @param value what
     * @return the resolution
     */
    static MergeResolution value(Object value) {
        return new Value(value);
    }

    /**
     * What our side has goes.
     *
     * @return the resolution
     */
    static MergeResolution nothing() {
        return new Nothing();
    }

    /** As {@link MergeResolution#ours()}. */
    record Ours() implements MergeResolution {}

    /** As {@link MergeResolution#theirs()}. */
    record Theirs() implements MergeResolution {}

    /**
     * As {@link MergeResolution#value}.
     *
     * @param value what comes there
     */
    record Value(Object value) implements MergeResolution {
        /** Checks that the value is not null. */
        public Value {
            Objects.requireNonNull(value, "value");
        }
    }

    /** As {@link MergeResolution#nothing()}. */
    record Nothing() implements MergeResolution {}
}
