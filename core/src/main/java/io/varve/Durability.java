package io.varve;

/** When what was done is safe from the end of the process. A store that is not durable itself makes no mode durable. */
public enum Durability {
    /**
     * Nothing waits for the store: snapshots are written in the background, first in first out, so that a crash leaves a
     * prefix of what was done. A failed write is reported by the tenant's next change and to the listener. The default of
     * a store that is not durable.
     */
    ASYNC,
    /**
     * Taking, removing and going back to a snapshot return when that is on disk; transitions since then are lost in a
     * crash, though not by closing. The default of a durable store.
     */
    ON_SNAPSHOT,
    /**
     * Each transition returns when it is on disk, and no reader sees a state that is not. Transitions of concurrent
     * threads share one write.
     */
    EVERY_TRANSITION
}
