package io.varve.internal.engine;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What one commit changes of a tenant.
 *
 * @param head the head to be written, or none if it stays what it is in the store
 * @param added new snapshots, or some that were removed and come back
 * @param removed snapshots that go; at most {@link #MAX_REMOVED}
 * @param source the snapshot whose state becomes the head, which must still be there when that happens
 * @param edited the snapshots of which something else is said from now on, such as those that lose their names to others
 * @param movesHead whether the head is a new one that this change was planned with, not the tip as it was found
 */
record Change<S>(
        Option<Head<S>> head,
        Seq<Entry<S>> added,
        Seq<Entry<S>> removed,
        Option<Entry<S>> source,
        Seq<Edited<S>> edited,
        boolean movesHead) {

    /**
     * How many snapshots, of two refs each and one more where the tenant is shared, fit into the 64 ref updates of one
     * commit beside all else that a change may write: 6 refs of the tenant's own (see {@link Committer}), 1 check of the
     * source, {@link AuditLog#MAX_REMOVED} + 1 of the audit trail, {@link UndoLog#MAX_REMOVED} + 1 of the log of operations, and
     * the refs of what is added. That leaves 16: 8 new snapshots, or 5 that take their names from others, which is one ref more.
     */
    static final int MAX_REMOVED = 11;

    static <S> Change<S> ofHead(Head<S> head) {
        return new Change<>(Option.some(head), List.empty(), List.empty(), Option.none(), List.empty(), false);
    }

    static <S> Change<S> ofSnapshot(Head<S> head, Entry<S> added, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), List.of(added), removed, Option.none(), List.empty(), false);
    }

    static <S> Change<S> ofSnapshots(Head<S> head, Seq<Entry<S>> added) {
        return new Change<>(Option.some(head), added, List.empty(), Option.none(), List.empty(), false);
    }

    static <S> Change<S> ofRollback(Head<S> head, Entry<S> source, Option<Entry<S>> safety, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), safety.toList(), removed, Option.some(source), List.empty(), true);
    }

    static <S> Change<S> ofRemoval(Seq<Entry<S>> removed) {
        return new Change<>(Option.none(), List.empty(), removed, Option.none(), List.empty(), false);
    }

    /** The same with another head. */
    Change<S> withHead(Head<S> other) {
        return new Change<>(Option.some(other), added, removed, source, edited, movesHead);
    }

    /** The same, with something else being said of some snapshots that are there. */
    Change<S> editing(Iterable<Edited<S>> others) {
        return new Change<>(head, added, removed, source, List.ofAll(others), movesHead);
    }

    /** Something else is said of a snapshot, and the head has an entry about it in its trail. */
    static <S> Change<S> ofEdit(Head<S> noted, Edited<S> edited) {
        return new Change<>(Option.some(noted), List.empty(), List.empty(), Option.none(), List.of(edited), true);
    }

    /** Snapshots go, and the head has an entry about it in its trail. */
    static <S> Change<S> ofRemoval(Head<S> noted, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(noted), List.empty(), removed, Option.none(), List.empty(), true);
    }

    /**
     * A new head together with snapshots, all or nothing: of the new head, of the one before, or of states in between.
     */
    static <S> Change<S> ofStep(Head<S> head, Seq<Entry<S>> added, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), added, removed, Option.none(), List.empty(), true);
    }
}
