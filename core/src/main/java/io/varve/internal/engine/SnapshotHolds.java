package io.varve.internal.engine;

import io.varve.AuditKind;
import io.varve.HoldNotFoundException;
import io.varve.HoldRequest;
import io.varve.SnapshotHeldException;
import io.varve.SnapshotHold;
import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.TransitionContext;
import io.varve.spi.TenantId;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Places holds on snapshots and takes them away. A hold is a part of the snapshot's descriptor, so it is there exactly when
 * that is, and whoever removes the snapshot in another process meets the change of the descriptor. Thread-safe.
 */
final class SnapshotHolds<S> {

    /** The key of the metadata under which the audit trail has the name of the hold. */
    private static final String HOLD_KEY = "hold";

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final TenantId tenant;

    SnapshotHolds(TenantEngine<S> engine, TenantParts<S> parts, TenantId tenant) {
        this.engine = engine;
        this.parts = parts;
        this.tenant = tenant;
    }

    SnapshotInfo hold(SnapshotRef ref, HoldRequest request) {
        return engine.change(tip -> {
            Entry<S> entry = parts.snapshots().require(ref);
            Instant now = parts.timeline().now();
            SnapshotHold hold = request.placedAt(now);
            Seq<SnapshotHold> active = entry.info().holdsAt(now);
            requireRoom(entry.info(), active, hold);
            Edited<S> edited = Edited.withHolds(entry, active.append(hold));
            return edit(noted(tip, now, hold, entry.info()), edited);
        });
    }

    SnapshotInfo release(TransitionContext context, SnapshotRef ref, String name) {
        return engine.change(tip -> {
            Entry<S> entry = parts.snapshots().require(ref);
            Seq<SnapshotHold> holds = entry.info().holds();
            if (!holds.exists(hold -> hold.name().equals(name))) {
                throw new HoldNotFoundException("no hold '" + name + "' on snapshot "
                        + entry.info().label() + " of tenant '" + tenant + "'; "
                        + (holds.isEmpty() ? "it is not held" : "it is held as " + holds.mkString("; as ")));
            }
            Edited<S> edited =
                    Edited.withHolds(entry, holds.reject(hold -> hold.name().equals(name)));
            Head<S> noted = parts.audit()
                    .noted(
                            tip,
                            parts.timeline().now(),
                            AuditKind.RELEASE,
                            context.with(HOLD_KEY, name),
                            Option.some(entry.info()));
            return edit(noted, edited);
        });
    }

    /** The head with entries about the holds that a new snapshot has from the beginning. */
    Head<S> notedWith(Head<S> tip, SnapshotInfo added) {
        return added.holds().foldLeft(tip, (head, hold) -> noted(head, hold.since(), hold, added));
    }

    private Head<S> noted(Head<S> tip, Instant now, SnapshotHold hold, SnapshotInfo info) {
        TransitionContext who = hold.by().map(TransitionContext::by).getOrElse(TransitionContext::anonymous);
        TransitionContext why = hold.reason().map(who::because).getOrElse(who);
        return parts.audit().noted(tip, now, AuditKind.HOLD, why.with(HOLD_KEY, hold.name()), Option.some(info));
    }

    private static <S> Plan<S, SnapshotInfo> edit(Head<S> noted, Edited<S> edited) {
        return Plan.of(Change.ofEdit(noted, edited), edited.after().info());
    }

    private void requireRoom(SnapshotInfo info, Seq<SnapshotHold> active, SnapshotHold hold) {
        String where = "snapshot " + info.label() + " of tenant '" + tenant + "' ";
        for (SnapshotHold same : active.find(other -> other.name().equals(hold.name()))) {
            throw new SnapshotHeldException(
                    where + "is held already as " + same + "; release that first, or give the hold another name");
        }
        if (active.size() >= SnapshotHold.MAX_HOLDS) {
            throw new SnapshotHeldException(where + "can't have another hold than the " + SnapshotHold.MAX_HOLDS
                    + " that it has: as " + active.mkString("; as ") + "; release one of them first");
        }
    }
}
