package io.varve;

/** What kind of change an {@link Operation} was. Later versions may have more kinds. */
public enum OperationKind {
    /** A transition, several as one change, a step of a {@link Transaction}, or all steps of an atomic one. */
    TRANSITION,
    /** A rollback to a snapshot, be it of a tenant or of a failed transaction; also {@link Tenant#undoRollback}. */
    ROLLBACK,
    /** A rollback to a snapshot at some places only, see {@link RollbackPlan#only}. */
    SELECTIVE_ROLLBACK,
    /** The changes from one snapshot to another were taken back, see {@link Tenant#revert}. */
    REVERT,
    /** Another timeline was merged, see {@link Tenant#merge}. */
    MERGE,
    /** A bundle was imported on top of the tenant. The snapshots that it brought stay if it is undone. */
    IMPORT,
    /** A snapshot was removed by {@link Tenant#delete}. The state stays what it is. */
    DELETE
}
