package io.varve.examples.replay;

import io.varve.SnapshotInfo;

/** Hears how a replay gets on, from its own thread. */
interface ReplayListener {

    /** The replay begins behind this commit; 0 is the very beginning. */
    void startsAfter(int number);

    /** The commit is applied. */
    void applied(int number);

    /** Varve has acknowledged a snapshot of the commit. */
    void acknowledged(SnapshotInfo info, int number);
}
