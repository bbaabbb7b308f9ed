package io.varve;

/** Why a snapshot exists. */
public enum SnapshotKind {
    /** It was asked for under a name. */
    NAMED,
    /** It was asked for without a name, is what a transaction began with, or has lost its name to another snapshot. */
    AUTOMATIC,
    /** It keeps the head that a rollback replaced. Retention counts it as automatic. */
    SAFETY
}
