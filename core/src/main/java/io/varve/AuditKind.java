package io.varve;

/** What kind of change an {@link AuditEntry} tells of. Later versions may have more kinds. */
public enum AuditKind {
    /** A transition, or several as one change. */
    TRANSITION,
    /** A rollback to a snapshot. */
    ROLLBACK
}
