package io.varve.bench.job.subject;

/** A part of the job that not everybody can do. Loading, reading and changing accounts is no ability: all can. */
public enum Ability {
    /** Keep what is there now on disk, so that a power cut leaves it. */
    DURABLE,
    /** Open again what was kept. */
    REOPEN,
    /** Read the state as it was some snapshots ago, beside the head. */
    PAST,
    /** The same after having been opened again. */
    PAST_REOPENED,
    /** Make a snapshot the head again. */
    ROLLBACK,
    /** Keep the newer snapshots when rolling back, so that one can go forward again. */
    FORWARD,
    /** List the snapshots with what is known of each. */
    LIST,
    /** Remove chosen snapshots, and get their space back. */
    DELETE,
    /** Find what differs between two snapshots. */
    COMPARE
}
