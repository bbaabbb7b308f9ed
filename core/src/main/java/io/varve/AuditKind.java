package io.varve;

/** What kind of change an {@link AuditEntry} tells of. Later versions may have more kinds. */
public enum AuditKind {
    /** A transition, or several as one change. */
    TRANSITION,
    /** A rollback to a snapshot. */
    ROLLBACK,
    /** A rollback to a snapshot at some places only, see {@link RollbackPlan#only}. */
    SELECTIVE_ROLLBACK,
    /** The changes from one snapshot to another were taken back, see {@link Tenant#revert}. */
    REVERT,
    /** Another timeline was merged, see {@link Tenant#merge}. */
    MERGE,
    /** A hold was placed on a snapshot, see {@link Tenant#hold}. The state stays what it is. */
    HOLD,
    /** A hold was taken away, see {@link Tenant#release}. The state stays what it is. */
    RELEASE,
    /** Snapshots were removed by {@link Tenant#prune()}, or in the background. The state stays what it is. */
    PRUNE,
    /** A snapshot was removed by {@link Tenant#delete(TransitionContext, SnapshotRef)}. The state stays what it is. */
    DELETE,
    /** A bundle was imported, see {@link io.varve.bundle.BundleImport}. The metadata has its id and the tenant that it was exported from. */
    IMPORT,
    /** An operation was taken back, see {@link Tenant#undo()}. */
    UNDO,
    /** An operation that had been taken back was done again, see {@link Tenant#redo()}; or was returned to, see {@link Tenant#returnTo}. */
    REDO
}
