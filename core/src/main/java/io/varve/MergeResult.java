package io.varve;

import io.vavr.control.Option;
import java.util.Objects;

/**
 * What a merge did.
 *
 * @param from the name of the timeline that was merged
 * @param fromVersion the version of its head
 * @param safety the snapshot that keeps the head which was replaced; empty if that head was a snapshot already, if none was
 *     wanted, or if there was nothing to merge
 * @param state the head after the merge
 * @param <S> the type of the state
 */
public record MergeResult<S>(String from, long fromVersion, Option<SnapshotInfo> safety, S state) {

    /** Checks that nothing is null. */
    public MergeResult {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(safety, "safety");
        Objects.requireNonNull(state, "state");
    }
}
