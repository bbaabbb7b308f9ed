package io.varve;

import io.vavr.control.Either;
import java.util.Objects;

/**
 * What became of a transition before which a snapshot was taken.
 *
 * @param snapshot the snapshot of the state before the transition; it stays, whatever the outcome
 * @param outcome the state that the transition computed, or why it failed; in that case the head is what the snapshot has
 * @param <S> the type of the state
 */
public record ApplyResult<S>(SnapshotInfo snapshot, Either<VarveException, S> outcome) {

    /** Checks that nothing is null. */
    public ApplyResult {
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(outcome, "outcome");
    }

    /**
     * Whether the transition succeeded.
     *
     * @return whether the outcome is a state
     */
    public boolean isApplied() {
        return outcome.isRight();
    }

    /**
     * The state that the transition computed.
     *
     * @return the state
     * @throws VarveException why the transition failed, if it did
     */
    public S getOrElseThrow() {
        return outcome.getOrElseThrow(failure -> failure);
    }
}
