package io.varve.internal.engine;

import io.varve.SnapshotRef;
import io.varve.StateRef;

/**
 * A tenant's history and head as they were together at one moment.
 *
 * @param history the snapshots
 * @param head the head
 */
record Moment<S>(History<S> history, Head<S> head) {

    /**
     * The state of a reference.
     *
     * @param whose whose it is, for the message
     * @throws io.varve.SnapshotNotFoundException if there is no such snapshot
     */
    StateCell<S> cell(StateRef ref, TimelineLabel whose) {
        return ref instanceof SnapshotRef snapshot
                ? history.require(snapshot, whose).cell()
                : head.cell();
    }
}
