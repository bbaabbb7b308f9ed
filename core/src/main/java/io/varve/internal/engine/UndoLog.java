package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.CorruptDataException;
import io.varve.InvalidStateException;
import io.varve.Operation;
import io.varve.OperationKind;
import io.varve.StateExpiredException;
import io.varve.TransitionContext;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageSource;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one timeline that can be undone: at most the newest of a given number. As the entries of the {@link AuditLog},
 * they travel with the head that they brought about ({@link UndoTail}), and go into the store with the commit that writes it, or a
 * later one; with them the states before and after them. What is here is what the store holds: the batches, without their operations.
 *
 * <p>Heads are made and the log is read by any thread; {@link #write}, {@link #adopt} and {@link #read(SnapshotStore, UndoMark,
 * boolean)} are called by one at a time, under the commit lock.
 */
final class UndoLog {

    /** The most batches that one commit removes; it adds one at most, so a log that got too long becomes shorter. */
    static final int MAX_REMOVED = 2;

    private static final int SCAN = 1_000;

    private final TenantId tenant;
    private final TimelineRefs refs;
    private final int limit;
    private volatile Stored stored;

    /**
     * The batches in the store.
     *
     * @param batches from the oldest to the newest
     * @param operations how many operations they have
     * @param next the number of the operation after the last
     */
    record Stored(Vector<UndoBatch> batches, long operations, long next) {

        static Stored of(Vector<UndoBatch> batches, long next) {
            return new Stored(batches, batches.map(UndoBatch::count).sum().longValue(), next);
        }

        Stored add(UndoBatch batch) {
            return new Stored(batches.append(batch), operations + batch.count(), batch.end());
        }

        Stored withoutOldest() {
            return new Stored(batches.tail(), operations - batches.head().count(), next);
        }

        long first() {
            return batches.isEmpty() ? next : batches.head().first();
        }

        Option<UndoBatch> batchOf(long number) {
            int low = 0;
            int high = batches.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (batches.get(middle).end() <= number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return Option.when(low < batches.size() && batches.get(low).first() <= number, low)
                    .map(batches::get);
        }
    }

    /**
     * What one commit does to the log.
     *
     * @param refs the updates that it needs
     * @param after what the store holds once it is done
     * @param mark what the head says of it
     */
    record Write(List<RefUpdate> refs, Stored after, UndoMark mark) {}

    /** A log without operations. */
    UndoLog(TenantId tenant, TimelineRefs refs, int limit) {
        this.tenant = tenant;
        this.refs = refs;
        this.limit = limit;
        this.stored = Stored.of(Vector.empty(), UndoMark.NONE.next());
    }

    /**
     * Finds what the store holds, without reading an operation; without asking it, if the head says that there is nothing.
     *
     * @param limit the most operations to keep; 0 for none
     */
    static UndoLog open(SnapshotStore store, TenantId tenant, TimelineRefs refs, int limit, UndoMark mark) {
        UndoLog log = new UndoLog(tenant, refs, limit);
        log.read(store, mark, true);
        return log;
    }

    /**
     * Finds what others have made of it.
     *
     * @param mark what the head says of it
     * @param all whether to look at all of it again
     */
    void read(SnapshotStore store, UndoMark mark, boolean all) {
        Vector<UndoBatch> batches =
                all ? Vector.empty() : stored.batches().dropWhile(batch -> batch.first() < mark.first());
        long from = batches.isEmpty() ? mark.first() : batches.last().end();
        if (from < mark.next()) {
            String after =
                    batches.lastOption().map(batch -> refs.undo(batch.first())).getOrNull();
            batches = batches.appendAll(scan(store, after));
        }
        stored = Stored.of(batches, mark.next());
    }

    private Vector<UndoBatch> scan(SnapshotStore store, @Nullable String last) {
        Vector<UndoBatch> batches = Vector.empty();
        String after = last;
        List<Ref> found;
        do {
            String from = after;
            found = Faults.translating(
                    "read the operations of tenant '" + tenant + "'",
                    () -> store.scanRefs(tenant, refs.undoPrefix(), from, SCAN));
            for (Ref ref : found) {
                batches = batches.append(UndoBatch.decode(ref));
                after = ref.name();
            }
        } while (found.size() == SCAN);
        return batches;
    }

    /** The pages that lead to all that is kept. */
    Seq<PageLink> roots() {
        return stored.batches().map(UndoBatch::root);
    }

    int limit() {
        return limit;
    }

    /** A change of the head, with an operation if it is one. */
    @SuppressWarnings("ReferenceEquality") // the very head if there is nothing to log
    <S> Change<S> logged(Head<S> before, Change<S> change) {
        if (!change.movesHead() || change.head().isEmpty()) {
            return change;
        }
        Head<S> head = change.head().get();
        Head<S> logged = logged(before, head);
        return logged == head ? change : change.withHead(logged);
    }

    /** A head that came to be after another, with the operation that it is the result of, unless it is a step in the log itself. */
    @SuppressWarnings("ReferenceEquality") // whoever has moved in the log has made another of it
    <S> Head<S> logged(Head<S> before, Head<S> after) {
        if (after.version() == before.version() || after.undo() != before.undo()) {
            return after;
        }
        if (limit == 0) {
            return after.undo().isNone() ? after : after.withUndo(after.undo().at(0, 0)); // Not known to it any more.
        }
        Option<AuditEntry> note = after.note()
                .filter(entry -> entry.versionBefore() == before.version() && entry.versionAfter() == after.version());
        OperationFacts facts = new OperationFacts(
                before.undo().next(),
                before.undo().current(),
                note.map(UndoLog::kindOf).getOrElse(OperationKind.TRANSITION),
                before.version(),
                after.version(),
                after.changedAt(),
                note.map(AuditEntry::context).getOrElse(TransitionContext::anonymous),
                note.flatMap(AuditEntry::snapshotId),
                note.flatMap(AuditEntry::snapshotName));
        return appended(
                after,
                new LoggedOperation<>(
                        facts, Option.some(LoggedState.of(before)), Option.some(LoggedState.of(after)), Option.none()));
    }

    /**
     * A head with a snapshot's removal as an operation, if any are logged.
     *
     * @param noted the head with an entry about the removal, or as it was if there is no such entry
     */
    @SuppressWarnings("ReferenceEquality") // the very head if there is no entry
    <S> Head<S> removed(Head<S> tip, Head<S> noted, Entry<S> entry, Instant now, TransitionContext context) {
        if (limit == 0) {
            return noted;
        }
        // What was noted of it before is not about this.
        Head<S> at = noted == tip ? tip.notedAt(now).withoutNote() : noted;
        OperationFacts facts = new OperationFacts(
                tip.undo().next(),
                tip.undo().current(),
                OperationKind.DELETE,
                tip.version(),
                tip.version(),
                at.changedAt(),
                context,
                Option.some(entry.info().id()),
                entry.info().name());
        Option<LoggedState<S>> state = Option.some(LoggedState.of(tip));
        return appended(at, new LoggedOperation<>(facts, state, state, Option.some(entry)));
    }

    private <S> Head<S> appended(Head<S> head, LoggedOperation<S> operation) {
        return head.withUndo(head.undo().append(operation, limit, stored.next()));
    }

    private static OperationKind kindOf(AuditEntry entry) {
        return switch (entry.kind()) {
            case ROLLBACK -> OperationKind.ROLLBACK;
            case SELECTIVE_ROLLBACK -> OperationKind.SELECTIVE_ROLLBACK;
            case REVERT -> OperationKind.REVERT;
            case MERGE -> OperationKind.MERGE;
            case IMPORT -> OperationKind.IMPORT;
            case TRANSITION, HOLD, RELEASE, PRUNE, DELETE, UNDO, REDO -> OperationKind.TRANSITION;
        };
    }

    /**
     * Begins to write what a head carries and the store does not hold yet.
     *
     * @param writer takes the page
     * @param roots writes a state, if it is not stored
     * @return what the commit has to do, and {@link #adopt} once it is done
     */
    <S> Write write(UndoTail<S> tail, StateWriter writer, Function<StateCell<S>, PageLink> roots) {
        Stored next = stored;
        List<RefUpdate> updates = new ArrayList<>();
        Vector<LoggedOperation<S>> fresh = unwritten(tail);
        if (fresh.nonEmpty()) {
            PageContent content = UndoPage.encode(fresh.map(operation -> asStored(operation, roots)));
            PageLink root = new PageLink(writer.put(content, form -> {}), content.hasLinks());
            UndoBatch batch = new UndoBatch(
                    fresh.head().number(),
                    fresh.map(operation -> operation.facts().parent()),
                    root);
            updates.add(RefUpdate.create(refs.undo(batch.first()), batch.encode()));
            next = next.add(batch);
        }
        for (int removed = 0; removed < MAX_REMOVED && isOldestTooOld(next); removed++) {
            UndoBatch oldest = next.batches().head();
            updates.add(RefUpdate.delete(refs.undo(oldest.first()), oldest.encode()));
            next = next.withoutOldest();
        }
        return new Write(updates, next, new UndoMark(next.first(), next.next(), tail.current(), tail.end()));
    }

    /** Whether there are operations to write, with the states that belong to them. */
    boolean hasUnwritten(UndoTail<?> tail) {
        return unwritten(tail).nonEmpty();
    }

    private <S> Vector<LoggedOperation<S>> unwritten(UndoTail<S> tail) {
        return limit == 0 ? Vector.empty() : tail.from(stored.next());
    }

    /** Says that a write was done. */
    void adopt(Write done) {
        stored = done.after();
    }

    private boolean isOldestTooOld(Stored next) {
        return next.batches().nonEmpty()
                && next.operations() - next.batches().head().count() >= limit;
    }

    private static <S> StoredOperation asStored(LoggedOperation<S> operation, Function<StateCell<S>, PageLink> roots) {
        Option<SnapshotRecord> removed = operation
                .removed()
                .flatMap(entry -> rootOf(entry.cell(), roots)
                        .map(root -> new SnapshotRecord(entry.info(), root, entry.weight(), entry.ancestry())));
        return new StoredOperation(
                operation.facts(), asStored(operation.before(), roots), asStored(operation.after(), roots), removed);
    }

    private static <S> Option<HeadRecord> asStored(
            Option<LoggedState<S>> state, Function<StateCell<S>, PageLink> roots) {
        return state.flatMap(kept -> rootOf(kept.cell(), roots).map(kept::recordOf));
    }

    private static <S> Option<PageLink> rootOf(StateCell<S> cell, Function<StateCell<S>, PageLink> roots) {
        try {
            return Option.some(roots.apply(cell));
        } catch (InvalidStateException e) {
            return Option.none(); // A head that came and went before it had to be stored, and could not have been.
        }
    }

    /** Whether an operation is within the limit, and there. */
    boolean isKept(UndoTail<?> tail, long number) {
        return parentOf(tail, number).isDefined();
    }

    /** The number of the oldest operation that is kept. */
    Option<Long> oldest(UndoTail<?> tail) {
        long first = Math.min(tail.next() - tail.operations().size(), stored.first());
        long oldest = Math.max(first, tail.next() - limit);
        return Option.when(oldest < tail.next(), oldest);
    }

    /** The operation whose result one that is kept has changed; none if it is not kept. */
    Option<Long> parentOf(UndoTail<?> tail, long number) {
        long from = tail.next() - tail.operations().size();
        if (number < Math.max(1, tail.next() - limit) || number >= tail.next()) {
            return Option.none();
        }
        return number >= from
                ? Option.some(
                        tail.operations().get((int) (number - from)).facts().parent())
                : stored.batchOf(number).flatMap(batch -> batch.parentOf(number));
    }

    /** The operations that undo takes back from a head, the next one first. */
    Vector<Long> undoable(UndoTail<?> tail) {
        return ancestors(tail, tail.current());
    }

    /** An operation and those before it on its line, as far as they are kept. */
    Vector<Long> ancestors(UndoTail<?> tail, long number) {
        return line(one -> parentOf(tail, one), number);
    }

    /** The operations that redo does again from a head, the next one first. */
    Vector<Long> redoable(UndoTail<?> tail) {
        return ahead(one -> parentOf(tail, one), tail);
    }

    private static Vector<Long> line(Function<Long, Option<Long>> parents, long number) {
        Vector<Long> line = Vector.empty();
        long next = number;
        for (Option<Long> parent = parents.apply(next); parent.isDefined(); parent = parents.apply(next)) {
            line = line.append(next);
            next = parent.get();
        }
        return line;
    }

    private static Vector<Long> ahead(Function<Long, Option<Long>> parents, UndoTail<?> tail) {
        Vector<Long> line = line(parents, tail.end()).takeWhile(number -> number > tail.current());
        boolean leadsHere = line.nonEmpty() && parents.apply(line.last()).contains(tail.current());
        return leadsHere ? line.reverse() : Vector.empty();
    }

    /** How an operation of a number stands to a head. */
    Operation.Status statusOf(UndoTail<?> tail, long number) {
        return undoable(tail).contains(number)
                ? Operation.Status.DONE
                : redoable(tail).contains(number) ? Operation.Status.UNDONE : Operation.Status.ASIDE;
    }

    /**
     * Reads an operation that is kept. Called while the head can't change, so that what it needs can't go.
     *
     * @param load makes one of what is stored of it
     */
    <S> LoggedOperation<S> require(
            UndoTail<S> tail, long number, PageSource pages, Function<StoredOperation, LoggedOperation<S>> load) {
        long from = tail.next() - tail.operations().size();
        if (number >= from) {
            return tail.operations().get((int) (number - from));
        }
        UndoBatch batch = stored.batchOf(number)
                .getOrElseThrow(() -> new AssertionError("operation " + number + " is kept, so it is in a batch"));
        return load.apply(readBatch(batch, pages).get((int) (number - batch.first())));
    }

    private Vector<StoredOperation> readBatch(UndoBatch batch, PageSource pages) {
        try {
            return UndoPage.decode(batch, pages.read(batch.root().id()));
        } catch (CorruptDataException e) {
            throw new CorruptDataException(
                    "the operations " + batch.first() + " to " + (batch.end() - 1) + " of tenant '" + tenant
                            + "' can't be read: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Lists the operations.
     *
     * @param head gives the head
     * @param refresh finds out what other processes have removed
     * @return all that are kept, oldest first
     */
    <S> Seq<Operation> list(Supplier<Head<S>> head, PageSource pages, Runnable refresh) {
        while (true) {
            UndoTail<S> tail = head.get().undo();
            // Read after the head, so what the head does not carry is here; it may also hold what later heads brought.
            Stored now = stored;
            Vector<OperationFacts> facts = tail.from(now.next()).map(LoggedOperation::facts);
            long oldest = Math.max(1, tail.next() - limit);
            UndoBatch reading = null;
            try {
                for (UndoBatch batch : now.batches().reverse().takeWhile(batch -> batch.end() > oldest)) {
                    reading = batch;
                    if (batch.first() < tail.next()) {
                        facts = readBatch(batch, pages)
                                .map(StoredOperation::facts)
                                .filter(one -> one.number() >= oldest && one.number() < tail.next())
                                .appendAll(facts);
                    }
                }
                return withStatus(tail, facts);
            } catch (StateExpiredException | CorruptDataException e) {
                if (e instanceof StateExpiredException) {
                    refresh.run();
                }
                if (reading == null || stored.batches().contains(reading)) {
                    throw e;
                }
                // It was removed meanwhile, since there are newer ones.
            }
        }
    }

    /** Tells which are done by what is listed itself, so that all of it is of one moment. */
    private static Seq<Operation> withStatus(UndoTail<?> tail, Vector<OperationFacts> facts) {
        Map<Long, Long> known = facts.toMap(OperationFacts::number, OperationFacts::parent);
        Function<Long, Option<Long>> parents = known::get;
        Set<Long> done = line(parents, tail.current()).toSet();
        Vector<Long> ahead = ahead(parents, tail);
        return facts.map(one -> one.as(
                done.contains(one.number())
                        ? Operation.Status.DONE
                        : ahead.contains(one.number()) ? Operation.Status.UNDONE : Operation.Status.ASIDE));
    }
}
