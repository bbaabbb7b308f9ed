package io.varve;

import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a transaction did that went through.
 *
 * @param transaction its name
 * @param steps how many steps it has, all of which are in effect
 * @param initial the snapshot of the state before it; empty if it changed nothing, or if it went on from a checkpoint and that
 *     snapshot is gone
 * @param checkpoints the snapshots of its checkpoints by the checkpoints' names, in the order they were taken
 * @param stateVersion the version of the head after the last step, as in {@link SnapshotInfo#stateVersion()}
 * @param state the state after the last step; others may have changed the head since
 * @param <S> the type of the state
 */
public record TransactionResult<S>(
        String transaction,
        int steps,
        Option<SnapshotInfo> initial,
        Map<String, SnapshotInfo> checkpoints,
        long stateVersion,
        S state) {

    /** Checks that nothing is null. */
    public TransactionResult {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(initial, "initial");
        Objects.requireNonNull(checkpoints, "checkpoints");
        Objects.requireNonNull(state, "state");
    }
}
