package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.SnapshotInfo;
import io.varve.TransitionContext;
import io.varve.diff.Patch;
import io.varve.spi.TenantId;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.Consumer;

/**
 * Makes what a patch makes of the head the head: what selective rollbacks and reverts have in common. The head that is
 * replaced is kept as by a rollback; the new one is validated and limited as a transition's. Thread-safe.
 */
final class PatchedHeads<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final TenantId id;

    PatchedHeads(TenantEngine<S> engine, TenantParts<S> tenant, TenantId id) {
        this.engine = engine;
        this.tenant = tenant;
        this.id = id;
    }

    /**
     * A patch that is to be applied to the head.
     *
     * @param patch the patch
     * @param name what is done, for messages: "the rollback"
     * @param kind what the audit trail says is done
     * @param about the snapshot that the audit trail names
     * @param description of the safety snapshot
     */
    record Task<S>(Patch<S> patch, String name, AuditKind kind, SnapshotInfo about, String description) {}

    /**
     * What was done.
     *
     * @param safety the snapshot of the head that was replaced, if one was taken
     * @param state the head
     */
    record Done<S>(Option<SnapshotInfo> safety, S state) {}

    /**
     * Applies a patch to the head.
     *
     * @param check looks at the head that is found, under the lock, and may refuse it
     */
    Done<S> apply(Task<S> task, Consumer<Head<S>> check, TransitionContext context, boolean wantsSafety) {
        Done<S> done = tenant.meter()
                .rollback(() -> engine.change(tip -> {
                    check.accept(tip);
                    return plan(tip, task, context, wantsSafety);
                }));
        tenant.pruner().removeTheRest(held(task, done.safety().map(SnapshotInfo::sequence)));
        return done;
    }

    /**
     * The cell of the state that a patch makes of another, if it is valid and not too large; that of the other if they are
     * the same.
     */
    @SuppressWarnings("ReferenceEquality") // an empty patch returns the very state that it was given
    StateCell<S> patched(StateCell<S> cell, Task<S> task) {
        S before = engine.stateOf(cell);
        S after = tenant.steps().run(task.name(), task.patch().asTransition(), before);
        return after == before ? cell : tenant.limit().next(id, cell, before, after);
    }

    private Plan<S, Done<S>> plan(Head<S> tip, Task<S> task, TransitionContext context, boolean wantsSafety) {
        StateCell<S> cell = patched(tip.cell(), task);
        S state = engine.stateOf(cell);
        if (cell == tip.cell()) {
            return Plan.nothing(new Done<>(Option.none(), state));
        }
        Replacement<S> replacement =
                Replacement.of(tenant, tip, task.about(), cell, task.kind(), context, task.description(), wantsSafety);
        Seq<Entry<S>> safety = replacement.safety().toList();
        Seq<Entry<S>> gone = tenant.pruner().alongWith(safety, held(task, replacement.kept()));
        return Plan.of(
                Change.ofStep(replacement.head(), safety, gone),
                new Done<>(replacement.safety().map(Entry::info), state));
    }

    private HashSet<Long> held(Task<S> task, Option<Long> kept) {
        return HashSet.of(task.about().sequence()).addAll(kept);
    }
}
