package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.AuditKind;
import io.varve.CorruptDataException;
import io.varve.SnapshotInfo;
import io.varve.StateExpiredException;
import io.varve.TransitionContext;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The audit trail of one tenant: at most the newest entries of a given number. Entries travel with the head that they
 * brought about ({@link AuditTail}) and go into the store with the commit that writes it, or a later one. What is here is
 * what the store holds: the batches, without their entries, which are read when somebody asks.
 *
 * <p>Heads are made and the trail is read by any thread; {@link #write} and {@link #adopt} are called by the {@link
 * Persister}, one at a time.
 */
final class AuditLog {

    /** The most batches that one commit removes; it adds one at most, so a trail that got too long becomes shorter. */
    static final int MAX_REMOVED = 4;

    private static final int SCAN = 1_000;

    private final TenantId tenant;
    private final TimelineRefs refs;
    private final int limit;
    private volatile Stored stored;

    /**
     * The batches in the store.
     *
     * @param batches from the oldest to the newest
     * @param entries how many entries they have
     */
    record Stored(Vector<AuditBatch> batches, long entries) {

        static Stored of(Vector<AuditBatch> batches) {
            return new Stored(batches, batches.map(AuditBatch::count).sum().longValue());
        }

        /** The number before which all entries are stored, or gone. */
        long end() {
            return batches.isEmpty() ? 0 : batches.last().end();
        }

        Stored add(AuditBatch batch) {
            return new Stored(batches.append(batch), entries + batch.count());
        }

        Stored withoutOldest() {
            return new Stored(batches.tail(), entries - batches.head().count());
        }
    }

    /**
     * What one commit does to the log.
     *
     * @param refs the updates that it needs
     * @param after what the store holds once it is done
     */
    record Write(List<RefUpdate> refs, Stored after) {}

    private AuditLog(TenantId tenant, TimelineRefs refs, int limit) {
        this.tenant = tenant;
        this.refs = refs;
        this.limit = limit;
        this.stored = Stored.of(Vector.empty());
    }

    /**
     * Finds what the store holds, without reading an entry.
     *
     * @param limit the most entries to keep; 0 for none
     */
    static AuditLog open(SnapshotStore store, TenantId tenant, TimelineRefs refs, int limit) {
        AuditLog log = empty(tenant, refs, limit);
        log.read(store, true);
        return log;
    }

    /** The log of a timeline that has just been made. */
    static AuditLog empty(TenantId tenant, TimelineRefs refs, int limit) {
        return new AuditLog(tenant, refs, limit);
    }

    /**
     * Finds what others have added since.
     *
     * @param all whether to look for what is gone too
     */
    void read(SnapshotStore store, boolean all) {
        Vector<AuditBatch> batches = all ? Vector.empty() : stored.batches();
        String after = batches.lastOption().map(this::refName).getOrNull();
        List<Ref> found;
        do {
            String from = after;
            found = Faults.translating(
                    "read the audit trail of tenant '" + tenant + "'",
                    () -> store.scanRefs(tenant, refs.operationsPrefix(), from, SCAN));
            for (Ref ref : found) {
                batches = batches.append(AuditBatch.decode(ref));
                after = ref.name();
            }
        } while (found.size() == SCAN);
        stored = Stored.of(batches);
    }

    private String refName(AuditBatch batch) {
        return refs.operations(batch.first());
    }

    /** The number of the first entry that is not in the store. */
    long end() {
        return stored.end();
    }

    /** What a head carries that is in the store. */
    AuditTail tail() {
        return AuditTail.startingAt(stored.end());
    }

    /** The head after a transition, with an entry if it has a context. */
    <S> Head<S> next(Head<S> tip, StateCell<S> cell, Instant now, Option<TransitionContext> context) {
        return context.isEmpty()
                ? tip.next(cell, now)
                : next(tip, cell, now, AuditKind.TRANSITION, context.get(), Option.none());
    }

    /**
     * The head after an operation, with an entry.
     *
     * @param snapshot the snapshot that the operation is about, if any
     */
    <S> Head<S> next(
            Head<S> tip,
            StateCell<S> cell,
            Instant now,
            AuditKind kind,
            TransitionContext context,
            Option<SnapshotInfo> snapshot) {
        Head<S> next = tip.next(cell, now);
        AuditEntry entry = new AuditEntry(
                tip.tail().next(),
                kind,
                tip.version(),
                next.version(),
                next.changedAt(),
                context,
                snapshot.map(SnapshotInfo::id),
                snapshot.flatMap(SnapshotInfo::name));
        return told(next, entry);
    }

    private <S> Head<S> told(Head<S> head, AuditEntry entry) {
        return head.told(entry, limit == 0 ? head.tail() : head.tail().append(entry, limit, stored.end()));
    }

    /**
     * The same head with an entry about something that leaves the state what it is; the very same if no trail is kept.
     *
     * @param snapshot the snapshot that it is about, if any
     */
    <S> Head<S> noted(
            Head<S> tip, Instant now, AuditKind kind, TransitionContext context, Option<SnapshotInfo> snapshot) {
        if (limit == 0) {
            return tip;
        }
        Head<S> noted = tip.notedAt(now);
        AuditEntry entry = new AuditEntry(
                tip.tail().next(),
                kind,
                tip.version(),
                tip.version(),
                noted.changedAt(),
                context,
                snapshot.map(SnapshotInfo::id),
                snapshot.flatMap(SnapshotInfo::name));
        return told(noted, entry);
    }

    /** A head that was made in another way, with an entry about how it came to be after another. */
    <S> Head<S> entered(Head<S> tip, Head<S> next, AuditKind kind, TransitionContext context) {
        AuditEntry entry = new AuditEntry(
                tip.tail().next(),
                kind,
                tip.version(),
                next.version(),
                next.changedAt(),
                context,
                Option.none(),
                Option.none());
        return told(next, entry);
    }

    /**
     * Begins to write what a head carries and the store does not hold yet.
     *
     * @param writer takes the page
     * @return what the commit has to do, and {@link #adopt} once it is done
     */
    Write write(AuditTail tail, StateWriter writer) {
        Stored next = stored;
        List<RefUpdate> updates = new ArrayList<>();
        Vector<AuditEntry> fresh = tail.from(next.end());
        if (fresh.nonEmpty()) {
            PageContent content = AuditPage.encode(fresh);
            PageLink root = new PageLink(writer.put(content, form -> {}), content.hasLinks());
            AuditBatch batch = new AuditBatch(fresh.head().sequence(), fresh.size(), root);
            updates.add(RefUpdate.create(refName(batch), batch.encode()));
            next = next.add(batch);
        }
        for (int removed = 0; removed < MAX_REMOVED && isOldestTooOld(next); removed++) {
            AuditBatch oldest = next.batches().head();
            updates.add(RefUpdate.delete(refName(oldest), oldest.encode()));
            next = next.withoutOldest();
        }
        return new Write(updates, next);
    }

    /** Says that a write was done. */
    void adopt(Write done) {
        stored = done.after();
    }

    /**
     * Reads the trail.
     *
     * @param head gives the head of which the trail is to be read
     * @param refresh finds out what other processes have removed
     * @return the newest entries, oldest first
     */
    Seq<AuditEntry> read(Supplier<Head<?>> head, PageSource pages, Runnable refresh) {
        while (true) {
            AuditTail tail = head.get().tail();
            // Read after the head, so what the head does not carry is here; it may also hold what later heads brought.
            Stored now = stored;
            Vector<AuditEntry> entries = tail.from(now.end());
            int next = now.batches().size();
            try {
                while (entries.size() < limit && next > 0) {
                    next--;
                    entries = readBatch(now.batches().get(next), tail.next(), pages)
                            .appendAll(entries);
                }
                return entries.takeRight(limit);
            } catch (StateExpiredException e) {
                refresh.run();
                if (stored.batches().contains(now.batches().get(next))) {
                    throw e;
                }
            } catch (CorruptDataException e) {
                if (stored.batches().contains(now.batches().get(next))) {
                    throw new CorruptDataException(
                            "the audit trail of tenant '" + tenant + "' can't be read: " + e.getMessage(), e);
                }
                // It was removed meanwhile, since there are newer ones.
            }
        }
    }

    private static Vector<AuditEntry> readBatch(AuditBatch batch, long end, PageSource pages) {
        return batch.first() >= end
                ? Vector.empty()
                : AuditPage.decode(batch, pages.read(batch.root().id())).filter(entry -> entry.sequence() < end);
    }

    private boolean isOldestTooOld(Stored next) {
        return next.batches().nonEmpty()
                && next.entries() - next.batches().head().count() >= limit;
    }
}
