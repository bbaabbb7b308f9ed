package io.varve;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a rollback did.
 *
 * @param restored the snapshot that was gone back to
 * @param safety the snapshot that keeps the head which was replaced; empty if that head was a snapshot already, or if
 *     none was wanted
 * @param state the head after the rollback
 * @param <S> the type of the state
 */
public record RollbackResult<S>(SnapshotInfo restored, Option<SnapshotInfo> safety, S state) {

    /** Checks that nothing is null. */
    public RollbackResult {
        Objects.requireNonNull(restored, "restored");
        Objects.requireNonNull(safety, "safety");
        Objects.requireNonNull(state, "state");
    }
}
