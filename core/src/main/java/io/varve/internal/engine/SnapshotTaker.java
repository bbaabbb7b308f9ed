package io.varve.internal.engine;

import io.varve.ApplyResult;
import io.varve.InvalidStateException;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRequest;
import io.varve.Transition;
import io.varve.TransitionContext;
import io.varve.spi.TenantId;
import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Takes the snapshots that are asked for, also those before a transition. Thread-safe. */
final class SnapshotTaker<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final SnapshotHolds<S> holds;
    private final TenantId tenant;

    SnapshotTaker(TenantEngine<S> engine, TenantParts<S> parts, SnapshotHolds<S> holds, TenantId tenant) {
        this.engine = engine;
        this.parts = parts;
        this.holds = holds;
        this.tenant = tenant;
    }

    SnapshotInfo snapshot(SnapshotRequest request) {
        return parts.meter().snapshot(() -> ofHead(request));
    }

    ApplyResult<S> applyWithSnapshot(
            Option<TransitionContext> context, Transition<S> transition, SnapshotRequest request) {
        Objects.requireNonNull(transition, "transition");
        Objects.requireNonNull(request, "request");
        Attempt<S> attempt = new Attempt<>(state -> parts.steps().run("the transition", transition, state));
        Supplier<ApplyResult<S>> action = () -> {
            SnapshotInfo taken = before(attempt, context, request);
            return new ApplyResult<>(taken, attempt.outcome());
        };
        return parts.meter().attempt(action, done -> attempt.result());
    }

    private SnapshotInfo ofHead(SnapshotRequest request) {
        return taking(request, (tip, loser) -> {
            Entry<S> entry = parts.snapshots().next(request, tip);
            Seq<Entry<S>> gone = parts.pruner().alongWith(List.of(entry), held(entry, loser));
            return Plan.of(snapshotOf(tip, entry, gone).editing(loser), entry.info());
        });
    }

    /** Takes a snapshot and makes an attempt, as one change; of the snapshot alone, if the attempt fails. */
    private SnapshotInfo before(Attempt<S> attempt, Option<TransitionContext> context, SnapshotRequest request) {
        try {
            return taking(request, (tip, loser) -> {
                S before = engine.stateOf(tip.cell());
                Entry<S> entry = parts.snapshots().next(request, tip);
                Seq<Entry<S>> gone = parts.pruner().alongWith(List.of(entry), held(entry, loser));
                attempt.run(before);
                Change<S> change = attempt.changed(before, next -> parts.limit().next(tenant, tip.cell(), before, next))
                        .map(cell -> Change.ofStep(
                                parts.audit()
                                        .next(
                                                holds.notedWith(tip, entry.info()),
                                                cell,
                                                parts.timeline().now(),
                                                context),
                                List.of(entry),
                                gone))
                        .getOrElse(() -> snapshotOf(tip, entry, gone));
                return Plan.of(change.editing(loser), entry.info());
            });
        } catch (InvalidStateException e) {
            if (!attempt.hasChanged()) {
                throw e;
            }
            // It came out only when it was written; the state before is another matter.
            attempt.refuse(e);
            return ofHead(request);
        }
    }

    private Change<S> snapshotOf(Head<S> tip, Entry<S> entry, Seq<Entry<S>> gone) {
        return entry.info().holds().isEmpty()
                ? Change.ofSnapshot(tip, entry, gone)
                : Change.ofStep(holds.notedWith(tip, entry.info()), List.of(entry), gone);
    }

    /** Takes a snapshot, and then removes what the policy no longer keeps and the change had no room for. */
    private SnapshotInfo taking(
            SnapshotRequest request, BiFunction<Head<S>, Option<Edited<S>>, Plan<S, SnapshotInfo>> planner) {
        SnapshotInfo taken =
                engine.change(tip -> planner.apply(tip, parts.snapshots().loserOfName(request)));
        parts.pruner().removeTheRest(HashSet.of(taken.sequence()));
        return taken;
    }

    /** What must not go with the change that adds an entry and takes its name from another. */
    private HashSet<Long> held(Entry<S> added, Option<Edited<S>> loser) {
        return HashSet.of(added.info().sequence())
                .addAll(loser.map(edited -> edited.before().info().sequence()));
    }
}
