package io.varve.spi;

import java.util.Map;
import java.util.Optional;

/** What became of the ref updates of a {@linkplain SnapshotStore#commit commit}: all applied, or none. */
public sealed interface CommitResult {

    /**
     * The result of a commit that was applied.
     *
     * @return the one instance of {@link Applied}
     */
    static CommitResult applied() {
        return Applied.APPLIED;
    }

    /**
     * The result of a commit that found another value than expected.
     *
     * @param actual see {@link Conflict}
     * @return the conflict
     */
    static CommitResult conflict(Map<String, Optional<byte[]>> actual) {
        return new Conflict(actual);
    }

    /**
     * Whether the updates were applied.
     *
     * @return true for {@link Applied}
     */
    default boolean isApplied() {
        return this instanceof Applied;
    }

    /** Every ref update was applied, and every check held. */
    enum Applied implements CommitResult {
        /** The one instance. */
        APPLIED
    }

    /**
     * No ref was changed, because at least one was not as expected.
     *
     * @param actual the value of <em>every</em> ref that the commit named, all read at the one instant at which it was
     *     refused; empty for an absent ref
     */
    record Conflict(Map<String, Optional<byte[]>> actual) implements CommitResult {

        /**
         * Takes an unmodifiable copy of the map.
         *
         * @param actual the value of <em>every</em> ref that the commit named, all read at the one instant at which it was
         *     refused; empty for an absent ref
         */
        public Conflict {
            actual = Map.copyOf(actual);
        }
    }
}
