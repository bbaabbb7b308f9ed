package io.varve.store.jdbc;

import io.varve.spi.CommitResult;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.List;
import java.util.SortedMap;

/** How an engine is made to commit: see {@link io.varve.spi.SnapshotStore#commit}. */
@FunctionalInterface
interface Commits {

    /**
     * Commits pages or updates, of which there is at least one.
     *
     * @param pages in the order in which all commits put them, so that no two wait for each other
     */
    CommitResult commit(TenantId tenant, long stamp, SortedMap<PageId, byte[]> pages, List<RefUpdate> updates);
}
