package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.Operation;
import io.varve.StateManagerBuilder;
import io.varve.TransitionContext;
import io.varve.UndoRefusedException;
import io.varve.UndoRefusedException.Reason;
import io.varve.UndoResult;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Goes back and forth in the log of operations. Thread-safe. */
final class Undos<S> {

    /** The most snapshots that one step brings back and removes, of three refs each. */
    private static final int MAX_SNAPSHOTS = Change.MAX_REMOVED;

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final TenantPages pages;
    private final UndoLog log;

    Undos(TenantEngine<S> engine, TenantParts<S> tenant, OpenTenant<S> opened) {
        this.engine = engine;
        this.tenant = tenant;
        this.pages = opened.pages();
        this.log = opened.undo();
    }

    /**
     * A way from one place in the log to another.
     *
     * @param about the operation that the caller is told of
     * @param back what has to be taken back, in this order
     * @param forth what has to be done again, in this order
     * @param current where that leads
     * @param end up to where redo leads from there
     */
    private record Way(long about, Vector<Long> back, Vector<Long> forth, long current, long end) {}

    /** Finds a way from a head. */
    @FunctionalInterface
    private interface Finder<S> {
        Way from(UndoTail<S> tail);
    }

    UndoResult<S> undo(TransitionContext context) {
        return move("undo", AuditKind.UNDO, context, tail -> {
            long current = log.undoable(tail)
                    .headOption()
                    .getOrElseThrow(() -> nothingLeft("undo", tail, "no operation in its log is done"));
            long before = log.parentOf(tail, current).get();
            return new Way(current, Vector.of(current), Vector.empty(), before, tail.end());
        });
    }

    UndoResult<S> redo(TransitionContext context) {
        return move("redo", AuditKind.REDO, context, tail -> {
            long next = log.redoable(tail)
                    .headOption()
                    .getOrElseThrow(
                            () -> nothingLeft("redo", tail, "none was undone since the last change of the state"));
            return new Way(next, Vector.empty(), Vector.of(next), next, tail.end());
        });
    }

    UndoResult<S> returnTo(TransitionContext context, long number) {
        return move("return to operation " + number, AuditKind.REDO, context, tail -> {
            if (!log.isKept(tail, number)) {
                throw new UndoRefusedException(
                        Reason.NOT_IN_LOG,
                        "can't return to operation " + number + " of " + engine.label() + ": " + describe(tail)
                                + "; see operations()");
            }
            Vector<Long> target = log.ancestors(tail, number);
            Vector<Long> back = log.undoable(tail).takeUntil(target::contains);
            Vector<Long> shared = log.undoable(tail).drop(back.size());
            Vector<Long> forth = target.takeUntil(shared::contains).reverse();
            boolean isOnLine = log.ancestors(tail, tail.end()).contains(number);
            return new Way(number, back, forth, number, isOnLine ? tail.end() : number);
        });
    }

    /** The operations that are kept, oldest first. */
    Seq<Operation> list() {
        engine.requireOpen();
        return log.list(tenant.timeline()::head, pages, () -> tenant.timeline().refresh(true));
    }

    private UndoRefusedException nothingLeft(String what, UndoTail<S> tail, String why) {
        return new UndoRefusedException(
                Reason.NOTHING_LEFT,
                "there is nothing to " + what + " in " + engine.label() + ": " + why + ", and " + describe(tail));
    }

    private String describe(UndoTail<S> tail) {
        return log.oldest(tail)
                .map(oldest -> "its log goes back to operation " + oldest + " of " + (tail.next() - 1)
                        + ", for it keeps " + log.limit() + " at most")
                .getOrElse("its log has no operations");
    }

    private UndoResult<S> move(String what, AuditKind kind, TransitionContext context, Finder<S> finder) {
        return tenant.meter().rollback(() -> engine.change(tip -> plan(tip, what, kind, context, finder)));
    }

    private void requireOn(String what) {
        if (log.limit() == 0) {
            throw new UndoRefusedException(
                    Reason.SWITCHED_OFF,
                    "can't " + what + " in " + engine.label() + ": no operations are logged; set undoLimit(…) of "
                            + StateManagerBuilder.class.getSimpleName()
                            + " to the number of those to keep, which holds for what is done from then on");
        }
    }

    private Plan<S, UndoResult<S>> plan(
            Head<S> tip, String what, AuditKind kind, TransitionContext context, Finder<S> finder) {
        requireOn(what);
        UndoTail<S> tail = tip.undo();
        Way way = finder.from(tail);
        LoggedOperation<S> about = read(tail, way.about());
        UndoTail<S> moved = tail.at(way.current(), way.end());
        if (way.back().isEmpty() && way.forth().isEmpty()) {
            return Plan.nothing(resultOf(moved, about, engine.stateOf(tip.cell())));
        }
        Option<LoggedState<S>> target = way.current() == way.about() ? about.after() : about.before();
        LoggedState<S> past = target.getOrElseThrow(() -> new UndoRefusedException(
                Reason.STATE_NOT_KEPT,
                "can't " + what + " in " + engine.label() + ": the state "
                        + (way.current() == way.about() ? "after " : "before ")
                        + about.facts().label()
                        + " was not kept, for it has a value that can't be stored; return to another by returnTo(…)"));
        // Opened before anything changes, so that a state that can't be read is not gone back to.
        S state = engine.read(past.cell());
        History<S> history = tenant.snapshots().history();
        Map<Long, Option<Entry<S>>> snapshots = snapshotsOf(tail, way);
        Seq<Entry<S>> back = withTheirNames(
                        snapshots
                                .values()
                                .flatMap(entry -> entry)
                                .filter(entry -> history.bySequence(entry.info().sequence())
                                        .isEmpty()),
                        history.byName().keySet())
                .sortBy(entry -> entry.info().sequence());
        Seq<Entry<S>> gone = snapshots
                .filter((sequence, entry) -> entry.isEmpty())
                .keySet()
                .toVector()
                .flatMap(history::bySequence);
        requireFew(what, back.size() + gone.size());
        gone.forEach(tenant.snapshots()::requireNotHeld);
        Head<S> head = tenant.audit()
                .next(tip, past.cell(), tenant.timeline().now(), kind, told(context, what, about), Option.none())
                .withRollback(past.lastRollback())
                .withUndo(moved);
        Lineage lineage = new Lineage(
                head.version(), tenant.snapshots().parentsOf(past.version(), past.ancestry(), List.empty()));
        Head<S> next = head.withAncestry(tip.ancestry().backTo(past.ancestry(), lineage));
        return Plan.of(Change.ofStep(next, back, gone), resultOf(moved, about, state));
    }

    private UndoResult<S> resultOf(UndoTail<S> tail, LoggedOperation<S> about, S state) {
        return new UndoResult<>(
                about.facts().as(log.statusOf(tail, about.number())),
                state,
                log.undoable(tail).size(),
                log.redoable(tail).size());
    }

    /** What becomes of the snapshots that were removed on a way, by their numbers: each is there again, or gone. */
    private Map<Long, Option<Entry<S>>> snapshotsOf(UndoTail<S> tail, Way way) {
        Map<Long, Option<Entry<S>>> all = LinkedHashMap.empty();
        for (long number : way.back()) {
            for (Entry<S> entry : read(tail, number).removed()) {
                all = all.put(entry.info().sequence(), Option.some(entry));
            }
        }
        for (long number : way.forth()) {
            for (Entry<S> entry : read(tail, number).removed()) {
                all = all.put(entry.info().sequence(), Option.none());
            }
        }
        return all;
    }

    private void requireFew(String what, int snapshots) {
        if (snapshots > MAX_SNAPSHOTS) {
            throw new UndoRefusedException(
                    Reason.TOO_FAR,
                    "can't " + what + " in " + engine.label() + " at once: " + snapshots
                            + " snapshots would come back or go, and one change has room for " + MAX_SNAPSHOTS
                            + "; go there in several steps");
        }
    }

    /** Snapshots that come back, each without its name if another has taken that since. */
    private static <S> Seq<Entry<S>> withTheirNames(Seq<Entry<S>> back, Set<String> taken) {
        Set<String> names = taken;
        Vector<Entry<S>> named = Vector.empty();
        for (Entry<S> entry : back) {
            Option<String> name = entry.info().name();
            named = named.append(
                    name.exists(names::contains) ? Edited.losingItsName(entry).after() : entry);
            names = names.addAll(name);
        }
        return named;
    }

    private static TransitionContext told(TransitionContext context, String what, LoggedOperation<?> about) {
        return context.reason().isDefined()
                ? context
                : context.because(what + ": " + about.facts().label());
    }

    private LoggedOperation<S> read(UndoTail<S> tail, long number) {
        return log.require(tail, number, pages, this::load);
    }

    private LoggedOperation<S> load(StoredOperation operation) {
        return new LoggedOperation<>(
                operation.facts(),
                operation.before().map(this::load),
                operation.after().map(this::load),
                operation.removed().map(this::load));
    }

    private LoggedState<S> load(HeadRecord record) {
        StateCell<S> head = tenant.timeline().tip().cell();
        StateCell<S> cell = record.root().equals(head.root())
                ? head
                : OpenTenant.cellOf(record, tenant.snapshots().history().entries(), pages, tenant.limit());
        return LoggedState.of(record, cell, record.ancestry().heldBy(pages.held()));
    }

    private Entry<S> load(SnapshotRecord record) {
        return new Entry<>(
                record.info(),
                StateCell.ofRoot(record.root(), record.weight(), pages.held()),
                record.weight(),
                record.ancestry().heldBy(pages.held()));
    }
}
