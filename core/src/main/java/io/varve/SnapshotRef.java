package io.varve;

import java.time.Instant;
import java.util.Objects;

/** Selects one snapshot of a tenant. Every operation that needs a snapshot takes any of these. */
public sealed interface SnapshotRef extends StateRef {

    /**
     * The snapshot of a name.
     *
     * @param name the name, as it was given when the snapshot was taken
     * @return the reference
     */
    static SnapshotRef named(String name) {
        return new Named(name);
    }

    /**
     * The snapshot taken last, of whatever kind.
     *
     * @return the reference
     */
    static SnapshotRef latest() {
        return new Latest();
    }

    /**
     * The snapshot at a position of {@link Tenant#snapshots()}: 0 is the oldest that is left.
     *
     * @param index the position, not negative
     * @return the reference
     * @throws IllegalArgumentException if the index is negative
     */
    static SnapshotRef index(int index) {
        return new Index(index);
    }

    /**
     * The last snapshot that was taken at or before an instant.
     *
     * @param instant the instant
     * @return the reference
     */
    static SnapshotRef asOf(Instant instant) {
        return new AsOf(instant);
    }

    /**
     * The snapshot of an id.
     *
     * @param id as in {@link SnapshotInfo#id()}
     * @return the reference
     */
    static SnapshotRef id(String id) {
        return new Id(id);
    }

    /**
     * The head, which is a state but no snapshot: for what takes any state, such as {@link Tenant#diff}.
     *
     * @return the reference
     */
    static StateRef head() {
        return new Head();
    }

    /**
     * As {@link #named(String)}.
     *
     * @param name the name
     */
    record Named(String name) implements SnapshotRef {
        /** Checks that the name is not null. */
        public Named {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return "named '" + name + "'";
        }
    }

    /** As {@link #latest()}. */
    record Latest() implements SnapshotRef {
        @Override
        public String toString() {
            return "that is the latest";
        }
    }

    /**
     * As {@link #index(int)}.
     *
     * @param index the position
     */
    record Index(int index) implements SnapshotRef {
        /**
         * Checks the index.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Index {
            if (index < 0) {
                throw new IllegalArgumentException("the index of a snapshot counts from 0, the oldest; found " + index);
            }
        }

        @Override
        public String toString() {
            return "at index " + index;
        }
    }

    /**
     * As {@link #asOf(Instant)}.
     *
     * @param instant the instant
     */
    record AsOf(Instant instant) implements SnapshotRef {
        /** Checks that the instant is not null. */
        public AsOf {
            Objects.requireNonNull(instant, "instant");
        }

        @Override
        public String toString() {
            return "as of " + instant;
        }
    }

    /**
     * As {@link #id(String)}.
     *
     * @param id the id
     */
    record Id(String id) implements SnapshotRef {
        /** Checks that the id is not null. */
        public Id {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "with the id '" + id + "'";
        }
    }
}
