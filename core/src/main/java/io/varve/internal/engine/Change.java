package io.varve.internal.engine;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What one commit changes of a tenant.
 *
 * @param head the head to be written, or none if it stays what it is in the store
 * @param added new snapshots
 * @param removed snapshots that go; at most {@link #MAX_REMOVED}
 * @param source the snapshot whose state becomes the head, which must still be there when that happens
 * @param movesHead whether the head is a new one that this change was planned with, not the tip as it was found
 */
record Change<S>(
        Option<Head<S>> head, Seq<Entry<S>> added, Seq<Entry<S>> removed, Option<Entry<S>> source, boolean movesHead) {

    /** What fits into the ref updates of one commit beside all else that a change writes; see {@link Persister}. */
    static final int MAX_REMOVED = 24;

    static <S> Change<S> ofHead(Head<S> head) {
        return new Change<>(Option.some(head), List.empty(), List.empty(), Option.none(), false);
    }

    static <S> Change<S> ofSnapshot(Head<S> head, Entry<S> added, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), List.of(added), removed, Option.none(), false);
    }

    static <S> Change<S> ofRollback(Head<S> head, Entry<S> source, Option<Entry<S>> safety, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), safety.toList(), removed, Option.some(source), true);
    }

    static <S> Change<S> ofRemoval(Seq<Entry<S>> removed) {
        return new Change<>(Option.none(), List.empty(), removed, Option.none(), false);
    }

    /**
     * A new head together with snapshots, all or nothing: of the new head, of the one before, or of states in between.
     */
    static <S> Change<S> ofStep(Head<S> head, Seq<Entry<S>> added, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), added, removed, Option.none(), true);
    }
}
