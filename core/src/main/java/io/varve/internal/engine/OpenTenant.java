package io.varve.internal.engine;

import io.varve.internal.diff.StateComparison;
import io.varve.internal.metrics.TenantMeter;
import io.varve.internal.page.PageLink;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.time.InstantSource;
import java.util.function.Function;

/** What a tenant is made of once its refs were read and it is owned. */
record OpenTenant<S>(
        TenantId tenant,
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
        StateComparison comparison,
        StateLimit<S> limit,
        TenantMeter meter) {}
