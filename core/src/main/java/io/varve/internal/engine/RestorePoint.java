package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.vavr.control.Option;

/**
 * A state that a transaction can go back to.
 *
 * @param checkpoint the checkpoint's name, or none if it is the state before the transaction
 * @param info its snapshot
 * @param cell the snapshot's cell
 * @param state the state itself, held in case the snapshot goes; none if it was not read
 * @param next the index of the step that comes after it
 * @param version the version of the head when it was last this state
 * @param changes how many changes the transaction had made of the head by then
 */
record RestorePoint<S>(
        Option<String> checkpoint,
        SnapshotInfo info,
        StateCell<S> cell,
        Option<S> state,
        int next,
        long version,
        long changes) {

    /** Whether a head is this state. */
    @SuppressWarnings("ReferenceEquality") // the same state, not an equal one
    boolean isStateOf(Head<S> head) {
        StateCell<S> other = head.cell();
        return other == cell
                || state.exists(held -> held == other.peek())
                || cell.root() != null && cell.root().equals(other.root());
    }

    RestorePoint<S> at(long newVersion, long newChanges) {
        return new RestorePoint<>(checkpoint, info, cell, state, next, newVersion, newChanges);
    }

    RestorePoint<S> holding(S read) {
        return new RestorePoint<>(checkpoint, info, cell, Option.some(read), next, version, changes);
    }

    /** How messages call it. */
    String label() {
        return checkpoint
                .map(name -> "checkpoint '" + name + "'")
                .getOrElse(() -> "the initial state, snapshot " + info.label());
    }
}
