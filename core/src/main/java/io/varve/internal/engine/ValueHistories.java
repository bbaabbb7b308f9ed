package io.varve.internal.engine;

import io.varve.AuditEntry;
import io.varve.ValueHistory;
import io.varve.diff.StatePath;
import io.varve.internal.diff.StateComparison;
import io.varve.internal.page.PageLink;
import io.vavr.collection.Seq;
import java.lang.ref.Reference;
import java.util.function.Function;
import java.util.function.Supplier;

/** Begins histories of values of one tenant. Thread-safe. */
final class ValueHistories<S> {

    private final TenantEngine<S> engine;
    private final TenantParts<S> parts;
    private final StateComparison comparison;
    private final Function<PageLink, S> reader;
    private final Supplier<Seq<AuditEntry>> audit;

    ValueHistories(
            TenantEngine<S> engine, TenantParts<S> parts, OpenTenant<S> opened, Supplier<Seq<AuditEntry>> audit) {
        this.engine = engine;
        this.parts = parts;
        this.comparison = opened.comparison();
        this.reader = opened.reader();
        this.audit = audit;
    }

    ValueHistory of(StatePath path) {
        Moment<S> now = parts.timeline().moment(parts.snapshots()::history);
        comparison.at(engine.stateOf(now.head().cell()), path); // Refuses what can't be a place.
        return new StoredValueHistory(path, now, this::readOnce, comparison, audit, false);
    }

    /** The state of one of this tenant's cells, which is not kept on the heap. */
    @SuppressWarnings("unchecked") // All cells of this tenant are of its states.
    private Object readOnce(StateCell<?> any) {
        engine.requireOpen();
        StateCell<S> cell = (StateCell<S>) any;
        try {
            S kept = cell.peek();
            PageLink root = cell.root();
            return kept != null || root == null ? engine.stateOf(cell) : reader.apply(root);
        } finally {
            Reference.reachabilityFence(cell); // Its pages stay until what was read holds them.
        }
    }
}
