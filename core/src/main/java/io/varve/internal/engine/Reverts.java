package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.ConflictException;
import io.varve.RevertResult;
import io.varve.SnapshotRef;
import io.varve.TransitionContext;
import io.varve.diff.Patch;
import io.varve.diff.PatchConflict;
import io.varve.internal.diff.StateComparison;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Either;

/** Takes changes in the middle of the history out of the head. Thread-safe. */
final class Reverts<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> tenant;
    private final TenantId id;
    private final StateComparison comparison;
    private final PatchedHeads<S> patchedHeads;

    Reverts(
            TenantEngine<S> engine,
            TenantParts<S> tenant,
            TenantId id,
            StateComparison comparison,
            PatchedHeads<S> patchedHeads) {
        this.engine = engine;
        this.tenant = tenant;
        this.id = id;
        this.comparison = comparison;
        this.patchedHeads = patchedHeads;
    }

    Either<Seq<PatchConflict>, RevertResult<S>> revert(
            SnapshotRef from, SnapshotRef to, TransitionContext context, boolean wantsSafety) {
        engine.requireOpen();
        RunningTransition.refuse("change tenant '" + id + "'");
        History<S> history = tenant.snapshots().history();
        Entry<S> first = history.require(from, tenant.label());
        Entry<S> last = history.require(to, tenant.label());
        Patch<S> inverse = comparison
                .between(engine.read(last.cell()), engine.read(first.cell()))
                .toPatch();
        PatchedHeads.Task<S> task = new PatchedHeads.Task<>(
                inverse,
                "the revert",
                AuditKind.REVERT,
                first.info(),
                "the head before the changes from " + first.info().label() + " to "
                        + last.info().label() + " were reverted");
        try {
            PatchedHeads.Done<S> done = patchedHeads.apply(task, tip -> {}, context, wantsSafety);
            return Either.right(new RevertResult<>(first.info(), last.info(), done.safety(), done.state()));
        } catch (ConflictException e) {
            if (e.conflicts().isEmpty()) {
                throw e;
            }
            return Either.left(e.conflicts());
        }
    }
}
