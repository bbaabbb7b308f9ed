package io.varve;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * What was done to take back a change in the middle of the history.
 *
 * @param from the snapshot before that change
 * @param to the snapshot after it
 * @param safety the snapshot that keeps the head which was replaced; empty if that head was a snapshot already, if none
 *     was wanted, or if nothing changed
 * @param state the head without the change
 * @param <S> the type of the state
 */
public record RevertResult<S>(SnapshotInfo from, SnapshotInfo to, Option<SnapshotInfo> safety, S state) {

    /** Checks that nothing is null. */
    public RevertResult {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(safety, "safety");
        Objects.requireNonNull(state, "state");
    }
}
