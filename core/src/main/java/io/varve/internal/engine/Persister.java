package io.varve.internal.engine;

import io.varve.InvalidStateException;
import io.varve.SnapshotInfo;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Change} into pages and refs and commits it. Not thread-safe: the caller persists one change at a time.
 */
final class Persister<S> {

    private final TenantId tenant;
    private final StateCodec<S> codec;
    private final TenantPages pages;
    private final Committer committer;
    private final TimelineRefs refs;
    private final AuditLog audit;
    private final UndoLog undo;
    private final InstantSource clock;
    private final TenantMeter meter;
    private @Nullable Write unsettled;
    private @Nullable InvalidStateException refusal;

    /** The sequence numbers of snapshots that never came to be. */
    private final Set<Long> leftOut = new HashSet<>();

    Persister(
            TenantId tenant,
            TimelineRefs refs,
            StateCodec<S> codec,
            TenantPages pages,
            Committer committer,
            AuditLog audit,
            UndoLog undo,
            InstantSource clock,
            TenantMeter meter) {
        this.tenant = tenant;
        this.refs = refs;
        this.codec = codec;
        this.pages = pages;
        this.committer = committer;
        this.meter = meter;
        this.audit = audit;
        this.undo = undo;
        this.clock = clock;
    }

    StateCodec<S> codec() {
        return codec;
    }

    /**
     * Makes a change durable, as far as the store is. When this throws, the store is unchanged, unless {@link
     * #isUnsettled()}.
     */
    void persist(Change<S> change) {
        persist(change, false);
    }

    /**
     * The same, but what can't be stored is left out: a snapshot whose state can't be stored never comes to be, and a head is
     * not written. All else of the change is done, so that what comes after it finds what it expects. {@link #refusal()} tells
     * of it then.
     */
    void persistStorable(Change<S> change) {
        persist(change, true);
    }

    private void persist(Change<S> change, boolean isLenient) {
        try (StateWriter writer = StateWriter.adopting(pages, committer::putPages)) {
            persist(new Write(change, isLenient, writer));
        }
    }

    private void persist(Write write) {
        List<RefUpdate> updates = write.refUpdates();
        HeadRecord head = write.headRecord();
        unsettled = write;
        try {
            write.finish(committer.commit(write.writer.pending(), updates, committer.mark(), write.history(), head));
        } finally {
            if (!committer.isUnsettled()) {
                unsettled = null;
            }
        }
    }

    /**
     * Begins a new garbage epoch: what is written from now on is stamped with it.
     *
     * @param along what else goes with it
     * @return the mark that says so
     */
    TenantMark nextEpoch(List<RefUpdate> along) {
        requireSettled();
        committer.commit(List.of(), along, committer.mark().withNextEpoch(), committer.history(), null);
        return committer.mark();
    }

    /**
     * Writes refs that are no timeline's own, while the timeline stays what it is.
     *
     * @throws Outrun if somebody else has changed one of them
     */
    void commitRefs(List<RefUpdate> updates) {
        committer.commit(List.of(), updates, committer.mark(), committer.history(), null);
    }

    /** Makes sure that the refs are what they are thought to be, whatever came of an earlier {@link #commitRefs}. */
    void requireSettled() {
        if (unsettled != null) {
            throw new AssertionError("a change is settled before anything else is written");
        }
        committer.settle();
    }

    /** Why something was left out of the last change that was written, or null if all of it was written. */
    @Nullable
    InvalidStateException refusal() {
        return refusal;
    }

    /** Whether a snapshot is in the store, once the changes before have been written. */
    boolean isStored(Entry<S> entry) {
        return !leftOut.contains(entry.info().sequence());
    }

    /** Whether it is not known if the last write was applied. */
    boolean isUnsettled() {
        return committer.isUnsettled();
    }

    /**
     * Finds out what became of the last write.
     *
     * @return the change that it made, if it was applied and was to change something; else null
     */
    @Nullable
    Change<S> settle() {
        boolean applied = committer.settle();
        Write write = unsettled;
        unsettled = null;
        if (!applied || write == null) {
            return null;
        }
        write.finish(Set.of());
        return write.change;
    }

    private static byte[] recordOf(Entry<?> entry) {
        return recordOf(entry, linkOf(entry)).encode();
    }

    private static SnapshotRecord recordOf(Entry<?> entry, PageLink root) {
        return new SnapshotRecord(entry.info(), root, entry.weight(), entry.ancestry());
    }

    /** What has to hold for as long as a snapshot, which is stored, is to be there. */
    RefUpdate check(Entry<S> entry) {
        return RefUpdate.check(refs.snapshot(entry.info().sequence()), recordOf(entry));
    }

    private static PageLink linkOf(Entry<?> entry) {
        PageLink root = entry.cell().root();
        if (root == null) {
            throw new AssertionError(
                    "changes are persisted in order, so " + entry.info().label() + " is stored");
        }
        return root;
    }

    /** One write, from its first page to what is known once it was committed. */
    private final class Write {

        private final Change<S> change;
        private final StateWriter writer;
        private final IdentityHashMap<StateCell<S>, PageLink> roots = new IdentityHashMap<>();
        private final boolean isLenient;
        private final Set<Long> unstorable = new HashSet<>();
        private @Nullable InvalidStateException why;

        /** What of the change is written. */
        private final Seq<Entry<S>> added;

        private final Option<Head<S>> head;

        private AuditLog.@Nullable Write audited;
        private UndoLog.@Nullable Write logged;

        Write(Change<S> change, boolean isLenient, StateWriter writer) {
            this.change = change;
            this.isLenient = isLenient;
            this.writer = writer;
            if (change.head().exists(written -> undo.hasUnwritten(written.undo()))) {
                writer.expectSeveral();
            }
            this.added = change.added().filter(this::canBeStored);
            this.head = change.head().filter(written -> canBeStored(written.cell()));
        }

        List<RefUpdate> refUpdates() {
            List<RefUpdate> updates = new ArrayList<>();
            for (Entry<S> entry : added) {
                SnapshotInfo info = entry.info();
                byte[] descriptor = recordOf(entry, rootOf(entry.cell())).encode();
                updates.add(RefUpdate.create(refs.snapshot(info.sequence()), descriptor));
                for (String name : info.name()) {
                    byte[] former = edited().find(
                                    loser -> loser.before().info().name().contains(name))
                            .map(loser ->
                                    NameRecord.encode(loser.before().info().sequence()))
                            .getOrNull();
                    updates.add(new RefUpdate(refs.snapshotName(name), former, NameRecord.encode(info.sequence())));
                }
            }
            for (Edited<S> edited : edited()) {
                SnapshotInfo before = edited.before().info();
                updates.add(RefUpdate.replace(
                        refs.snapshot(before.sequence()), recordOf(edited.before()), recordOf(edited.after())));
                if (edited.losesItsName()
                        && added.forAll(entry -> !entry.info().name().equals(before.name()))) {
                    updates.add(RefUpdate.delete(
                            refs.snapshotName(before.name().get()), NameRecord.encode(before.sequence())));
                }
            }
            for (Entry<S> entry : change.removed().filter(Persister.this::isStored)) {
                SnapshotInfo info = entry.info();
                updates.add(RefUpdate.delete(refs.snapshot(info.sequence()), recordOf(entry)));
                for (String name : info.name()) {
                    updates.add(RefUpdate.delete(refs.snapshotName(name), NameRecord.encode(info.sequence())));
                }
                if (committer.tenure().isShared()) {
                    // Another process may be about to read it, and has not said so yet.
                    RemovedRecord removed = new RemovedRecord(
                            clock.instant(), recordOf(entry, linkOf(entry)).roots());
                    // By how often there was a removal before, since what comes back may be removed again.
                    String name =
                            refs.removed(info.sequence(), committer.history().edits());
                    updates.add(RefUpdate.create(name, removed.encode()));
                }
            }
            for (Entry<S> source : change.source().filter(this::isStoredAndStays)) {
                // The head gets a root that this commit does not put, so the snapshot it comes from must still hold it.
                updates.add(check(source));
            }
            for (Head<S> written : head) {
                AuditLog.Write write = audit.write(written.tail(), writer);
                updates.addAll(write.refs());
                audited = write;
                UndoLog.Write operations = undo.write(written.undo(), writer, this::rootOf);
                updates.addAll(operations.refs());
                logged = operations;
            }
            return updates;
        }

        private Seq<Edited<S>> edited() {
            return change.edited().filter(edited -> isStored(edited.before()));
        }

        private boolean canBeStored(Entry<S> entry) {
            if (canBeStored(entry.cell())) {
                return true;
            }
            unstorable.add(entry.info().sequence());
            return false;
        }

        private boolean canBeStored(StateCell<S> cell) {
            if (!isLenient) {
                return true;
            }
            try {
                rootOf(cell);
                return true;
            } catch (InvalidStateException e) {
                why = e;
                return false;
            }
        }

        private boolean isStoredAndStays(Entry<S> source) {
            return isStored(source) && !change.removed().contains(source);
        }

        @Nullable
        HeadRecord headRecord() {
            return head.map(written -> new HeadRecord(
                            written.version(),
                            written.changedAt(),
                            rootOf(written.cell()),
                            written.lastRollback(),
                            written.cell().weight(),
                            written.tail().next(),
                            written.ancestry(),
                            logged == null ? UndoMark.NONE : logged.mark()))
                    .getOrNull();
        }

        HistoryMark history() {
            HistoryMark before = committer.history();
            long next = before.nextSequence();
            for (Entry<S> entry : change.added()) {
                next = Math.max(next, entry.info().sequence() + 1);
            }
            boolean comesBack = added.exists(entry -> entry.info().sequence() < before.nextSequence());
            boolean edits =
                    comesBack || change.removed().nonEmpty() || change.edited().nonEmpty();
            return new HistoryMark(next, edits ? before.edits() + 1 : before.edits());
        }

        /**
         * Adopts what was written.
         *
         * @param pagesAdded those of the pages that are known not to have been there before
         */
        void finish(Set<PageId> pagesAdded) {
            roots.forEach((cell, root) -> cell.stored(root, pages.held()));
            writer.stored(pagesAdded);
            leftOut.addAll(unstorable);
            refusal = why;
            if (audited != null) {
                audit.adopt(audited);
            }
            if (logged != null) {
                undo.adopt(logged);
            }
            if (added.nonEmpty()) {
                meter.snapshotStored(writer.written());
            }
        }

        private PageLink rootOf(StateCell<S> cell) {
            PageLink stored = cell.root();
            if (stored != null) {
                return stored;
            }
            PageLink written = roots.get(cell);
            if (written == null) {
                written = write(cell.state());
                roots.put(cell, written);
            }
            return written;
        }

        private PageLink write(S state) {
            return Faults.storing(tenant, () -> codec.write(state, writer));
        }
    }
}
