package io.varve;

import java.util.Objects;

/**
 * What {@link Tenant#undo()}, {@link Tenant#redo()} or {@link Tenant#returnTo} did.
 *
 * @param operation what was taken back, done again, or returned to, as it is in the log now
 * @param state the head
 * @param undoable how many operations can be undone from here, one after the other
 * @param redoable how many can be redone
 * @param <S> the type of the state
 */
public record UndoResult<S>(Operation operation, S state, int undoable, int redoable) {

    /** Checks that nothing is null. */
    public UndoResult {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(state, "state");
    }
}
