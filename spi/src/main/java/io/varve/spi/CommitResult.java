package io.varve.spi;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What became of the ref updates of a {@linkplain SnapshotStore#commit commit}: all applied, or none. */
public sealed interface CommitResult {

    /**
     * The result of a commit that was applied, of a store that can't tell which of the pages were there before.
     *
     * @return an {@link Applied} without any page
     */
    static CommitResult applied() {
        return Applied.WITHOUT_PAGES;
    }

    /**
     * The result of a commit that was applied.
     *
     * @param added see {@link Applied}
     * @return the result
     */
    static CommitResult applied(Set<PageId> added) {
        return added.isEmpty() ? Applied.WITHOUT_PAGES : new Applied(added);
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

    /**
     * Every ref update was applied, and every check held.
     *
     * @param added pages of the commit that were not there before, so that they have the bytes that it put. Not all of them
     *     need be named, none if that is not known for free: core asks for those that are missing here, one by one, before it
     *     relies on how they are stored. One that was there before must not be named
     */
    record Applied(Set<PageId> added) implements CommitResult {

        private static final Applied WITHOUT_PAGES = new Applied(Set.of());

        /**
         * Takes an unmodifiable view of the set.
         *
         * @param added pages of the commit that were not there before; not changed afterwards
         */
        public Applied {
            added = Collections.unmodifiableSet(added);
        }
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
