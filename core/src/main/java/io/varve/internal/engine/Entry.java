package io.varve.internal.engine;

import io.varve.SnapshotInfo;

/**
 * A snapshot in the history.
 *
 * @param info what is known of it
 * @param cell its state
 */
record Entry<S>(SnapshotInfo info, StateCell<S> cell) {}
