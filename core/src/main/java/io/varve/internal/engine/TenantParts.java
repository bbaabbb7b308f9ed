package io.varve.internal.engine;

import io.varve.internal.metrics.TenantMeter;

/** What a tenant's engine is made of, as far as what makes its changes needs it. */
record TenantParts<S>(
        TimelineLabel label,
        Timeline<S> timeline,
        Snapshots<S> snapshots,
        Pruner<S> pruner,
        AuditLog audit,
        UndoLog undo,
        Steps<S> steps,
        Holds holds,
        StateLimit<S> limit,
        TenantMeter meter) {}
