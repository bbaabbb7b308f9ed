package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.TransitionContext;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;

/** Removes the snapshots that callers name. Thread-safe. */
final class Deletions<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;

    Deletions(TenantEngine<S> engine, TenantParts<S> parts) {
        this.engine = engine;
        this.parts = parts;
    }

    /**
     * Removes one.
     *
     * @param context kept in the audit trail, if there is one
     */
    @SuppressWarnings("ReferenceEquality") // the very head if nothing has to be kept about it
    SnapshotInfo delete(SnapshotRef ref, Option<TransitionContext> context) {
        return engine.change(tip -> {
            Entry<S> entry = parts.snapshots().require(ref);
            parts.snapshots().requireNotHeld(entry);
            Seq<Entry<S>> gone = List.of(entry);
            Head<S> head = told(tip, entry, context);
            return Plan.of(head == tip ? Change.ofRemoval(gone) : Change.ofRemoval(head, gone), entry.info());
        });
    }

    private Head<S> told(Head<S> tip, Entry<S> entry, Option<TransitionContext> context) {
        Instant now = parts.timeline().now();
        Head<S> noted = context.map(
                        why -> parts.audit().noted(tip, now, AuditKind.DELETE, why, Option.some(entry.info())))
                .getOrElse(tip);
        return parts.undo().removed(tip, noted, entry, now, context.getOrElse(TransitionContext::anonymous));
    }
}
