package io.varve;

/** How a rollback is done. */
public enum RollbackOption {
    /** Take no snapshot of the head that is replaced: what was not in a snapshot by then is gone. */
    WITHOUT_SAFETY_SNAPSHOT,
    /**
     * Let a selective rollback ({@link RollbackPlan#only}) remove what the snapshot does not have: entries, elements, what an
     * {@code Option} or a nullable component holds. Any other rollback makes the snapshot's state the head, and needs no
     * permission.
     */
    ALLOW_REMOVALS
}
