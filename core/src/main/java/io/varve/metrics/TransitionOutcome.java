package io.varve.metrics;

/** What became of a transition. */
public enum TransitionOutcome {
    /** It changed the state. */
    APPLIED,
    /** It returned the very state that it was given. */
    UNCHANGED,
    /** Something was thrown. */
    FAILED
}
