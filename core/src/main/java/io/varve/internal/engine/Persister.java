package io.varve.internal.engine;

import io.varve.InvalidStateException;
import io.varve.SnapshotInfo;
import io.varve.VarveException;
import io.varve.internal.codec.StateCodec;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Change} into pages and refs and commits it. Not thread-safe: the caller persists one change at a time.
 */
final class Persister<S> {

    private final TenantId tenant;
    private final StateCodec<S> codec;
    private final TenantPages pages;
    private final Committer committer;
    private final AuditLog audit;
    private final TenantMeter meter;
    private @Nullable Write unsettled;

    Persister(
            TenantId tenant,
            StateCodec<S> codec,
            TenantPages pages,
            Committer committer,
            AuditLog audit,
            TenantMeter meter) {
        this.tenant = tenant;
        this.codec = codec;
        this.pages = pages;
        this.committer = committer;
        this.meter = meter;
        this.audit = audit;
    }

    /**
     * Makes a change durable, as far as the store is. When this throws, the store is unchanged, unless {@link
     * #isUnsettled()}.
     */
    void persist(Change<S> change) {
        Write write = new Write(change);
        List<RefUpdate> updates = write.refUpdates();
        HeadRecord head = write.headRecord();
        TenantMark mark = committer.mark().withNextSequence(write.nextSequence());
        unsettled = write;
        try {
            committer.commit(write.writer.pending(), updates, mark, head);
            write.finish();
        } finally {
            if (!committer.isUnsettled()) {
                unsettled = null;
            }
        }
    }

    /**
     * Begins a new garbage epoch: what is written from now on is stamped with it.
     *
     * @return the epoch
     */
    long nextEpoch() {
        if (unsettled != null) {
            throw new AssertionError("a change is settled before anything else is written");
        }
        // Whether an earlier try to get here was applied does not matter, but the refs have to be known.
        committer.settle();
        committer.commit(List.of(), List.of(), committer.mark().withNextEpoch(), null);
        return committer.mark().epoch();
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
        write.finish();
        return write.change;
    }

    private static <S> byte[] recordOf(Entry<S> entry) {
        PageLink root = entry.cell().root();
        if (root == null) {
            throw new AssertionError(
                    "changes are persisted in order, so " + entry.info().label() + " is stored");
        }
        return new SnapshotRecord(entry.info(), root, entry.weight()).encode();
    }

    /** One write, from its first page to what is known once it was committed. */
    private final class Write {

        private final Change<S> change;
        private final StateWriter writer = StateWriter.adopting(pages, committer::putPages);
        private final IdentityHashMap<StateCell<S>, PageLink> roots = new IdentityHashMap<>();
        private AuditLog.@Nullable Write audited;

        Write(Change<S> change) {
            this.change = change;
        }

        List<RefUpdate> refUpdates() {
            List<RefUpdate> updates = new ArrayList<>();
            for (Entry<S> entry : change.added()) {
                SnapshotInfo info = entry.info();
                byte[] descriptor = new SnapshotRecord(info, rootOf(entry.cell()), entry.weight()).encode();
                updates.add(RefUpdate.create(RefNames.snapshot(info.sequence()), descriptor));
                for (String name : info.name()) {
                    byte[] former = change.renamed()
                            .find(loser -> loser.before().info().name().contains(name))
                            .map(loser ->
                                    NameRecord.encode(loser.before().info().sequence()))
                            .getOrNull();
                    updates.add(new RefUpdate(RefNames.snapshotName(name), former, NameRecord.encode(info.sequence())));
                }
            }
            for (Renamed<S> loser : change.renamed()) {
                updates.add(RefUpdate.replace(
                        RefNames.snapshot(loser.before().info().sequence()),
                        recordOf(loser.before()),
                        recordOf(loser.after())));
            }
            for (Entry<S> entry : change.removed().filter(gone -> gone.cell().root() != null)) {
                SnapshotInfo info = entry.info();
                updates.add(RefUpdate.delete(RefNames.snapshot(info.sequence()), recordOf(entry)));
                for (String name : info.name()) {
                    updates.add(RefUpdate.delete(RefNames.snapshotName(name), NameRecord.encode(info.sequence())));
                }
            }
            for (Entry<S> source : change.source().filter(this::isStoredAndStays)) {
                // The head gets a root that this commit does not put, so the snapshot it comes from must still hold it.
                updates.add(RefUpdate.check(RefNames.snapshot(source.info().sequence()), recordOf(source)));
            }
            for (Head<S> head : change.head()) {
                AuditLog.Write write = audit.write(head.tail(), writer);
                updates.addAll(write.refs());
                audited = write;
            }
            return updates;
        }

        private boolean isStoredAndStays(Entry<S> source) {
            return source.cell().root() != null && !change.removed().contains(source);
        }

        @Nullable
        HeadRecord headRecord() {
            return change.head()
                    .map(head -> new HeadRecord(
                            head.version(),
                            head.changedAt(),
                            rootOf(head.cell()),
                            head.lastRollback(),
                            head.cell().weight()))
                    .getOrNull();
        }

        long nextSequence() {
            long next = committer.mark().nextSequence();
            for (Entry<S> entry : change.added()) {
                next = Math.max(next, entry.info().sequence() + 1);
            }
            return next;
        }

        void finish() {
            roots.forEach((cell, root) -> cell.stored(root, pages.held()));
            writer.stored();
            if (audited != null) {
                audit.adopt(audited);
            }
            if (change.added().nonEmpty()) {
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
            try {
                return codec.write(state, writer);
            } catch (VarveException e) {
                throw e;
            } catch (RuntimeException e) {
                // The codec tells the path to what is null or out of bounds; a serializer of the application's throws
                // anything.
                throw new InvalidStateException(
                        "the state of tenant '" + tenant + "' can't be stored: " + e.getMessage(), e);
            }
        }
    }
}
