package io.varve.internal.engine;

import io.varve.SnapshotInfo;

/**
 * A snapshot in the history.
 *
 * @param info what is known of it
 * @param cell its state
 * @param weight what the state weighs, as its descriptor in the store says; what is learnt later is in the cell
 * @param ancestry where the state comes from
 */
record Entry<S>(SnapshotInfo info, StateCell<S> cell, StateWeight weight, Ancestry ancestry) {

    Entry(SnapshotInfo info, StateCell<S> cell, Ancestry ancestry) {
        this(info, cell, cell.weight(), ancestry);
    }
}
