package io.varve.internal.engine;

import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotNotFoundException;
import io.varve.internal.page.HeldPages;
import io.varve.internal.page.PageLink;
import io.varve.spi.RefUpdate;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * A stored state of one timeline with which another begins.
 *
 * @param version its version
 * @param root its root page
 * @param weight what it weighs
 * @param past where it comes from
 * @param snapshotId the id of its snapshot, if it was asked for by that
 * @param parents the ids of the snapshots that a snapshot of it would come from
 * @param label how messages call it
 * @param checks what has to hold for its pages to be there
 * @param state the state, if it is on the heap
 */
record BranchPoint<S>(
        long version,
        PageLink root,
        StateWeight weight,
        Ancestry past,
        Option<String> snapshotId,
        Seq<String> parents,
        String label,
        Seq<RefUpdate> checks,
        Option<S> state) {

    /**
     * Finds one, between writes.
     *
     * @param sequence the number of a snapshot; none for the head
     */
    static <S> BranchPoint<S> of(TenantEngine<S> parent, Option<Long> sequence) {
        Snapshots<S> snapshots = parent.parts().snapshots();
        return sequence.map(number -> ofSnapshot(parent, snapshots.history(), number))
                .getOrElse(() -> ofHead(parent, snapshots));
    }

    private static <S> BranchPoint<S> ofSnapshot(TenantEngine<S> parent, History<S> history, long sequence) {
        Entry<S> entry = history.bySequence(sequence)
                .getOrElseThrow(() -> new SnapshotNotFoundException("the snapshot #" + sequence + " of "
                        + parent.label() + " was removed meanwhile; " + history.describe()));
        return new BranchPoint<>(
                entry.info().stateVersion(),
                entry.cell().link(),
                entry.cell().weight(),
                entry.ancestry(),
                Option.some(entry.info().id()),
                List.of(entry.info().id()),
                "snapshot " + entry.info().label(),
                List.of(parent.connection().persister().check(entry)),
                Option.of(entry.cell().peek()));
    }

    private static <S> BranchPoint<S> ofHead(TenantEngine<S> parent, Snapshots<S> snapshots) {
        HeadRecord head = parent.committer().head();
        StateCell<S> cell = parent.parts().timeline().head().cell();
        return new BranchPoint<>(
                head.version(),
                head.root(),
                head.weight(),
                head.ancestry(),
                Option.none(),
                snapshots.parentsOf(head.version(), head.ancestry(), List.empty()),
                "the head",
                List.empty(), // Every commit checks the head of its timeline.
                Option.of(cell.peek()).filter(state -> head.root().equals(cell.root())));
    }

    /** Where the head of the timeline that begins here comes from. */
    Ancestry ancestry(long parent, HeldPages held) {
        long generation = past.generation(version);
        return past.ahead(generation)
                .with(parent, new MergedPoint(version, generation, root, weight))
                .withLineage(new Lineage(0, parents))
                .heldBy(held);
    }

    /** The snapshot of its own that every timeline begins with. */
    SnapshotRecord firstSnapshot(TimelineRecord timeline, TimelineLabel parent, Ancestry ancestry) {
        SnapshotInfo info = new SnapshotInfo(
                SnapshotIds.next(timeline.createdAt(), 0),
                0,
                Option.none(),
                SnapshotKind.AUTOMATIC,
                timeline.createdAt(),
                Option.none(),
                Option.some("where the timeline began: " + label + " of " + parent.name()),
                LinkedHashSet.empty(),
                LinkedHashMap.empty(),
                0,
                parents,
                Vector.empty());
        return new SnapshotRecord(info, root, weight, ancestry);
    }
}
