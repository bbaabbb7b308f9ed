package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.SnapshotInfo;
import io.varve.SnapshotKind;
import io.varve.SnapshotRequest;
import io.varve.TransitionContext;
import io.vavr.collection.List;
import io.vavr.control.Option;

/**
 * How a head is replaced by a state of the past, or one that is made of the past: the same for every rollback.
 *
 * @param head the new head, which knows what it replaced and has an entry in the audit trail
 * @param safety the snapshot that is to be taken of the head that is replaced, if any
 * @param kept the sequence number of the snapshot that keeps that head, be it the safety snapshot or one that was there, if
 *     any
 */
record Replacement<S>(Head<S> head, Option<Entry<S>> safety, Option<Long> kept) {

    /**
     * Plans one.
     *
     * @param tip the head that is replaced
     * @param target the snapshot that is gone back to
     * @param cell its state
     * @param ancestry where that comes from
     * @param context what the audit trail says of it
     * @param wantsSafety whether the head that is replaced has to be in a snapshot
     */
    static <S> Replacement<S> of(
            TenantParts<S> tenant,
            Head<S> tip,
            SnapshotInfo target,
            StateCell<S> cell,
            Ancestry ancestry,
            TransitionContext context,
            boolean wantsSafety) {
        Replacement<S> replacement = of(
                tenant,
                tip,
                target,
                cell,
                AuditKind.ROLLBACK,
                context,
                "the head before the rollback to " + target.label(),
                wantsSafety);
        Head<S> head = replacement.head();
        Lineage lineage = new Lineage(head.version(), List.of(target.id()));
        return new Replacement<>(
                head.withAncestry(tip.ancestry().backTo(ancestry, lineage)), replacement.safety(), replacement.kept());
    }

    /**
     * Plans one.
     *
     * @param about the snapshot that the audit trail names
     * @param cell the state that is to be the head
     * @param kind what the audit trail says is done
     * @param description of the safety snapshot
     */
    static <S> Replacement<S> of(
            TenantParts<S> tenant,
            Head<S> tip,
            SnapshotInfo about,
            StateCell<S> cell,
            AuditKind kind,
            TransitionContext context,
            String description,
            boolean wantsSafety) {
        Option<Entry<S>> already = tenant.snapshots().of(tip);
        Option<Entry<S>> safety = Option.when(
                wantsSafety && already.isEmpty(),
                () -> tenant.snapshots()
                        .next(
                                SnapshotRequest.automatic().describedAs(description),
                                SnapshotKind.SAFETY,
                                tip,
                                List.empty()));
        Option<Long> kept = already.orElse(safety).map(entry -> entry.info().sequence());
        Head<S> head = tenant.audit()
                .next(tip, cell, tenant.timeline().now(), kind, context, Option.some(about))
                .withRollback(new LastRollback(kept));
        return new Replacement<>(head, safety, kept);
    }
}
