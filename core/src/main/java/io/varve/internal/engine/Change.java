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
 * @param renamed the snapshots that lose their names to those that are added
 * @param movesHead whether the head is a new one that this change was planned with, not the tip as it was found
 */
record Change<S>(
        Option<Head<S>> head,
        Seq<Entry<S>> added,
        Seq<Entry<S>> removed,
        Option<Entry<S>> source,
        Seq<Renamed<S>> renamed,
        boolean movesHead) {

    /**
     * How many snapshots, of two refs each, fit into the 64 ref updates of one commit beside all else that a change may
     * write: 5 refs of the tenant's own (see {@link Committer}), 1 check of the source, {@link AuditLog#MAX_REMOVED} + 1
     * of the audit trail, and the refs of what is added. That leaves 13: 6 new snapshots, or 4 that take
     * their names from others, which is one ref more.
     */
    static final int MAX_REMOVED = 20;

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

    /** The same, with other snapshots losing their names to those that are added. */
    Change<S> renaming(Iterable<Renamed<S>> losers) {
        return new Change<>(head, added, removed, source, List.ofAll(losers), movesHead);
    }

    /**
     * A new head together with snapshots, all or nothing: of the new head, of the one before, or of states in between.
     */
    static <S> Change<S> ofStep(Head<S> head, Seq<Entry<S>> added, Seq<Entry<S>> removed) {
        return new Change<>(Option.some(head), added, removed, Option.none(), List.empty(), true);
    }
}
