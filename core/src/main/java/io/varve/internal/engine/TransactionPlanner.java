package io.varve.internal.engine;

import io.varve.ConflictException;
import io.varve.DuplicateNameException;
import io.varve.RollbackResult;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotNotFoundException;
import io.varve.SnapshotRequest;
import io.varve.TransitionContext;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.IntConsumer;

/**
 * Plans the changes of a transaction. Each plan is made on the head as it is found under the write lock, so that what it
 * looks at can't change until the change is made.
 */
final class TransactionPlanner<S> {

    private final TransactionDefinition<S> definition;
    private final TransactionMarks marks;
    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;

    TransactionPlanner(TransactionDefinition<S> definition, TransactionMarks marks) {
        this.definition = definition;
        this.marks = marks;
        this.engine = definition.engine();
        this.tenant = engine.parts();
    }

    /**
     * A change, and how far the transaction has come once it is made.
     *
     * @param plan the change
     * @param after the progress
     * @param holds the sequence numbers of the snapshots that the transaction needs from now on
     */
    record Planned<S, R>(Plan<S, R> plan, TransactionProgress<S> after, Seq<Long> holds) {

        static <S, R> Planned<S, R> nothing(R result, TransactionProgress<S> after) {
            return new Planned<>(Plan.nothing(result), after, List.empty());
        }
    }

    private History<S> history() {
        return tenant.snapshots().history();
    }

    /** Refuses to begin if the name of a checkpoint's snapshot is taken. */
    void requireFreeNames() {
        definition
                .checkpoints()
                .forEach(step -> requireFree(
                        step,
                        "if an earlier run was cut off, go on with resumeFrom(…); else delete the snapshot, or give the"
                                + " transaction another name"));
    }

    private void requireFree(TransactionStep<S> step, String advice) {
        for (Entry<S> other : history().byName().get(marks.snapshotName(step.name()))) {
            throw new DuplicateNameException("transaction '" + marks.transaction() + "' needs the name "
                    + other.info().label() + " for its checkpoint '" + step.name() + "', and tenant '"
                    + engine.label().tenant()
                    + "' has a snapshot of that name already, taken at "
                    + other.info().createdAt() + "; " + advice);
        }
    }

    /** What messages call a step. */
    String describeStep(int index) {
        String number = "step " + (index + 1);
        String name = definition.steps().get(index).name();
        return number + " of " + definition.steps().size() + (name.equals(number) ? "" : " ('" + name + "')");
    }

    private String label(int index) {
        return describeStep(index) + " of transaction '" + marks.transaction() + "'";
    }

    /** What the audit trail says of a step that changes the state; nothing, if nobody was said to run the transaction. */
    Option<TransitionContext> context(int index) {
        return marks.creator().map(who -> TransitionContext.by(who).because(label(index)));
    }

    private Option<TransitionContext> context(int from, int until) {
        return until - from == 1
                ? context(from)
                : marks.creator()
                        .map(who -> TransitionContext.by(who).because("transaction '" + marks.transaction() + "'"));
    }

    /** Runs the transition of a step, in a plan or as a change of its own. */
    S compute(int index, S state) {
        return tenant.steps().run(label(index), definition.steps().get(index).transition(), state);
    }

    /**
     * Runs steps as one change.
     *
     * @param until the index after the last of them
     * @param running told the index of each step before it runs
     */
    Planned<S, S> planSteps(Head<S> tip, TransactionProgress<S> before, int until, IntConsumer running) {
        Draft draft = new Draft(tip, before, context(before.next(), until));
        for (int index = before.next(); index < until; index++) {
            running.accept(index);
            draft.run(index);
        }
        return draft.planned();
    }

    /** What becomes of the head, one step after the other. */
    @SuppressWarnings("ReferenceEquality") // a step that changes nothing returns the very state it was given
    private final class Draft {

        private final Head<S> tip;
        private final Option<TransitionContext> context;
        private Head<S> head;
        private S state;
        private TransactionProgress<S> progress;
        private Seq<Entry<S>> added = List.empty();
        private Seq<Long> holds = List.empty();

        Draft(Head<S> tip, TransactionProgress<S> before, Option<TransitionContext> context) {
            this.tip = tip;
            this.context = context;
            this.head = tip;
            this.state = engine.stateOf(tip.cell());
            this.progress = before;
        }

        void run(int index) {
            TransactionStep<S> step = definition.steps().get(index);
            if (step.isCheckpoint()) {
                requireFree(step, "delete the snapshot and resume, or give the transaction another name");
            }
            S given = state;
            state = compute(index, given);
            boolean isFirstChange = state != given && head == tip;
            if (state != given) {
                if (!progress.hasChanged()) {
                    keepInitial(given);
                }
                // However many steps there are, together they are one change.
                StateCell<S> cell = tenant.limit().next(engine.label().tenant(), head.cell(), given, state);
                head = tenant.audit().next(tip, cell, tenant.timeline().now(), context);
            }
            progress = progress.stepped(index + 1, head.version(), isFirstChange, state);
            if (step.isCheckpoint()) {
                take(step.name());
            }
        }

        private void keepInitial(S given) {
            Option<Entry<S>> existing = added.find(entry -> entry.cell() == tip.cell())
                    .orElse(() -> tenant.snapshots().of(tip));
            Entry<S> initial = existing.getOrElse(() -> add(marks.initial(), SnapshotKind.AUTOMATIC, tip));
            holds = holds.append(initial.info().sequence());
            progress = progress.with(new RestorePoint<>(
                    Option.none(),
                    initial.info(),
                    tip.cell(),
                    Option.some(given),
                    0,
                    tip.version(),
                    progress.changes()));
        }

        private void take(String checkpoint) {
            SnapshotRequest request =
                    marks.checkpoint(checkpoint, progress.changes(), Option.narrow(progress.initial()));
            Entry<S> entry = add(request, SnapshotKind.NAMED, head);
            holds = holds.append(entry.info().sequence());
            progress = progress.with(new RestorePoint<>(
                    Option.some(checkpoint),
                    entry.info(),
                    head.cell(),
                    Option.some(state),
                    progress.next(),
                    head.version(),
                    progress.changes()));
        }

        private Entry<S> add(SnapshotRequest request, SnapshotKind kind, Head<S> of) {
            Entry<S> entry = tenant.snapshots().next(request, kind, of, added);
            added = added.append(entry);
            return entry;
        }

        Planned<S, S> planned() {
            Plan<S, S> plan;
            if (head != tip) {
                plan = Plan.of(Change.ofStep(head, added, List.empty()), state);
            } else if (added.nonEmpty()) {
                plan = Plan.of(Change.ofSnapshots(tip, added), state);
            } else {
                plan = Plan.nothing(state);
            }
            return new Planned<>(plan, progress, holds);
        }
    }

    /** Makes the head what it was at a point, if nobody else has changed it since. */
    Planned<S, Option<RollbackResult<S>>> planReturn(
            Head<S> tip, TransactionProgress<S> now, RestorePoint<S> point, boolean wantsSafety) {
        if (point.isStateOf(tip)) {
            RestorePoint<S> there = point.holding(engine.stateOf(tip.cell()));
            return Planned.nothing(Option.none(), now.returned(there, tip.version(), false));
        }
        requireNothingOfOthers(tip, now, point);
        Option<Entry<S>> entry = history().byId().get(point.info().id());
        // Read before anything changes, so that a snapshot that can't be read is not gone back to.
        S state = entry.map(found -> engine.read(found.cell()))
                .orElse(point::state)
                .getOrElseThrow(() -> new SnapshotNotFoundException("can't go back to " + point.label()
                        + " of transaction '" + marks.transaction() + "': its snapshot is gone; "
                        + history().describe()));
        StateCell<S> cell = entry.map(Entry::cell)
                .getOrElse(() -> StateCell.ofState(state, point.cell().weight()));
        Ancestry ancestry = entry.map(Entry::ancestry).getOrElse(tip::ancestry);
        Replacement<S> replacement =
                Replacement.of(tenant, tip, point.info(), cell, ancestry, marks.rollbackTo(point), wantsSafety);
        Head<S> head = replacement.head();
        Option<Entry<S>> safety = replacement.safety();
        Change<S> change = entry.map(found -> Change.ofRollback(head, found, safety, List.empty()))
                .getOrElse(() -> Change.ofStep(head, safety.toList(), List.empty()));
        RollbackResult<S> result = new RollbackResult<>(point.info(), safety.map(Entry::info), state);
        return new Planned<>(
                Plan.of(change, Option.some(result)),
                now.returned(point.holding(state), head.version(), true),
                replacement.kept().toList());
    }

    private void requireNothingOfOthers(Head<S> tip, TransactionProgress<S> now, RestorePoint<S> point) {
        long others = now.othersSince(point, tip);
        if (others != 0) {
            throw new ConflictException("can't go back to " + point.label() + " of transaction '" + marks.transaction()
                    + "', since others have changed tenant '" + engine.label().tenant()
                    + "' since then, and that would be undone"
                    + " too: the transaction left the head at version " + now.version() + " and found it at version "
                    + tip.version() + ", and of the changes since version " + point.version() + ", "
                    + (others < 0 ? "some" : others)
                    + " are not its own. Nothing was changed; rollback(SnapshotRef.id(\""
                    + point.info().id() + "\")) of the tenant goes back all the same");
        }
    }

    /** The point of a checkpoint, or the initial one. */
    Option<RestorePoint<S>> find(TransactionProgress<S> now, Option<String> checkpoint) {
        if (checkpoint.isEmpty() && now.initial().isEmpty() && now.hasChanged()) {
            throw new SnapshotNotFoundException("transaction '" + marks.transaction() + "' of tenant '"
                    + engine.label().tenant()
                    + "' went on from a checkpoint when its initial snapshot was gone already, so it can't go back"
                    + " there; " + history().describe());
        }
        if (checkpoint.isEmpty()) {
            return now.initial();
        }
        String name = checkpoint.get();
        return Option.some(now.checkpoints()
                .get(name)
                .getOrElseThrow(() -> new SnapshotNotFoundException("transaction '" + marks.transaction()
                        + "' of tenant '" + engine.label().tenant() + "' has taken no checkpoint '" + name + "'; "
                        + (now.checkpoints().isEmpty()
                                ? "it has taken none"
                                : "it has taken: " + now.checkpoints().keySet().mkString(", ")))));
    }

    /** How far an earlier run has come, perhaps in another process, going by what it left in the history. */
    TransactionProgress<S> findInHistory(Head<S> tip, String checkpoint) {
        int next = definition.requireIndexOf(checkpoint) + 1;
        Entry<S> entry = requireCheckpoint(checkpoint);
        long changes = TransactionMarks.changes(entry.info());
        RestorePoint<S> found = pointOf(checkpoint, entry);
        if (!found.isStateOf(tip)) {
            throw new ConflictException("transaction '" + marks.transaction() + "' can't go on from checkpoint '"
                    + checkpoint + "': the head of tenant '" + engine.label().tenant() + "' is at version "
                    + tip.version()
                    + ", and not the state of that checkpoint, which was taken at version "
                    + entry.info().stateVersion() + ". Nothing was changed; if what came after it may go, do"
                    + " rollback(SnapshotRef.named(\"" + marks.snapshotName(checkpoint) + "\")) first");
        }
        S state = engine.read(entry.cell());
        TransactionProgress<S> progress = new TransactionProgress<>(
                next, tip.version(), changes, initialOf(entry.info()), TransactionProgress.none(), Option.some(state));
        for (TransactionStep<S> step : definition.checkpoints()) {
            for (Entry<S> other : history().byName().get(marks.snapshotName(step.name()))) {
                if (marks.isCheckpoint(other.info(), step.name())) {
                    progress = progress.with(pointOf(step.name(), other));
                } else if (definition.requireIndexOf(step.name()) >= next) {
                    requireFree(step, "it was taken by somebody else; delete it");
                }
            }
        }
        return progress.returned(found.holding(state), tip.version(), false);
    }

    private Entry<S> requireCheckpoint(String checkpoint) {
        String name = marks.snapshotName(checkpoint);
        Entry<S> entry = history()
                .byName()
                .get(name)
                .getOrElseThrow(() -> new SnapshotNotFoundException("no run of transaction '" + marks.transaction()
                        + "' has left its checkpoint '" + checkpoint + "': no snapshot named '" + name
                        + "' for tenant '"
                        + engine.label().tenant() + "'; " + history().describe()));
        if (!marks.isCheckpoint(entry.info(), checkpoint)) {
            throw new SnapshotNotFoundException("the snapshot '" + name + "' of tenant '"
                    + engine.label().tenant() + "' was not taken by transaction '" + marks.transaction()
                    + "', so it can't be gone on from");
        }
        return entry;
    }

    private RestorePoint<S> pointOf(String checkpoint, Entry<S> entry) {
        SnapshotInfo info = entry.info();
        return new RestorePoint<>(
                Option.some(checkpoint),
                info,
                entry.cell(),
                Option.none(),
                definition.requireIndexOf(checkpoint) + 1,
                info.stateVersion(),
                TransactionMarks.changes(info));
    }

    private Option<RestorePoint<S>> initialOf(SnapshotInfo checkpoint) {
        return TransactionMarks.initialId(checkpoint)
                .flatMap(history().byId()::get)
                .map(entry -> new RestorePoint<>(
                        Option.none(),
                        entry.info(),
                        entry.cell(),
                        Option.none(),
                        0,
                        TransactionMarks.initialVersion(checkpoint),
                        0));
    }
}
