package io.varve.internal.engine;

import io.varve.internal.diff.StateComparison;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import io.vavr.collection.Vector;
import java.time.InstantSource;
import java.util.function.Function;

/** What a tenant is made of once its refs were read and it is owned. */
record OpenTenant<S>(
        TenantId tenant,
        TimelineLabel label,
        Head<S> head,
        History<S> history,
        long nextSequence,
        SnapshotStore store,
        TenantPages pages,
        Function<PageLink, S> reader,
        Committer committer,
        Persister<S> persister,
        InstantSource clock,
        Validation<S> validation,
        AuditLog audit,
        UndoLog undo,
        StateComparison comparison,
        StateLimit<S> limit,
        TenantMeter meter) {

    TenantConnection<S> connection() {
        return new TenantConnection<>(tenant, store, pages, committer, persister, clock, meter);
    }

    /** The cell of a head: that of the newest snapshot of the same state, if there is one. */
    static <S> StateCell<S> cellOf(HeadRecord head, Vector<Entry<S>> entries, TenantPages pages, StateLimit<S> limit) {
        StateCell<S> cell = entries.reverse()
                .find(entry -> head.root().equals(entry.cell().root()))
                .map(Entry::cell)
                .getOrElse(() -> StateCell.ofRoot(head.root(), head.weight(), pages.held()));
        if (limit.known(cell).isEmpty()) {
            cell.weighs(head.weight()); // The snapshot may be older than the limit.
        }
        return cell;
    }
}
