package io.varve;

/** Why a snapshot exists. */
public enum SnapshotKind {
    /** It was asked for under a name. */
    NAMED,
    /** It was asked for without a name. */
    AUTOMATIC,
    /** It keeps the head that a rollback replaced. Retention counts it as automatic. */
    SAFETY
}
