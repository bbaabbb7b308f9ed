package io.varve;

/** How a rollback is done. */
public enum RollbackOption {
    /** Take no snapshot of the head that is replaced: what was not in a snapshot by then is gone. */
    WITHOUT_SAFETY_SNAPSHOT
}
