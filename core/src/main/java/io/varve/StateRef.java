package io.varve;

/**
 * Selects a state of a tenant: that of a snapshot, or the head. What needs a snapshot takes a {@link SnapshotRef}, so that
 * the head can't be given where only a snapshot makes sense.
 */
public sealed interface StateRef permits SnapshotRef, StateRef.Head {

    /** As {@link SnapshotRef#head()}. */
    record Head() implements StateRef {
        @Override
        public String toString() {
            return "that is the head";
        }
    }
}
