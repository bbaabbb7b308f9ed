package io.varve;

import java.util.Objects;

/**
 * A state of the past with what is known of it. The persistent collections in the state are loaded as they are touched.
 *
 * @param info what is known of the snapshot
 * @param state the state as it was
 * @param <S> the type of the state
 */
public record Snapshot<S>(SnapshotInfo info, S state) {

    /** Checks that nothing is null. */
    public Snapshot {
        Objects.requireNonNull(info, "info");
        Objects.requireNonNull(state, "state");
    }
}
