package io.varve.crash;

/**
 * One call of the child.
 *
 * @param kind which
 * @param argument the name that it gives, or the positions of the snapshots that it is about, or {@value #NOTHING}
 */
record Step(Kind kind, String argument) {

    static final String NOTHING = "-";

    /** The calls. */
    enum Kind {
        CREATE_TENANT,
        REMOVE_TENANT,
        APPLY,
        SNAPSHOT,
        APPLY_WITH_SNAPSHOT,
        ROLLBACK,
        UNDO_ROLLBACK,
        DELETE,
        PRUNE,
        ATOMIC_TRANSACTION,
        TRANSACTION,
        COLLECT
    }

    /** Whether in {@code ASYNC} mode too, all that was done before is in the store when it returns. */
    boolean waitsForTheStore() {
        return kind == Kind.CREATE_TENANT || kind == Kind.REMOVE_TENANT || kind == Kind.COLLECT;
    }
}
