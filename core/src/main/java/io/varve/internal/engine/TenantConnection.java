package io.varve.internal.engine;

import io.varve.internal.metrics.TenantMeter;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.time.InstantSource;

/**
 * How an open timeline is read and written: what of {@link OpenTenant} may be kept. The rest holds the states as they were when
 * the timeline was opened, which have to be let go of.
 */
record TenantConnection<S>(
        TenantId tenant,
        SnapshotStore store,
        TenantPages pages,
        Committer committer,
        Persister<S> persister,
        InstantSource clock,
        TenantMeter meter) {}
