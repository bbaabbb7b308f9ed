package io.varve;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that passes every call on; tests override what they want to see or spoil. */
class ForwardingStore implements SnapshotStore {

    final SnapshotStore store;

    ForwardingStore(SnapshotStore store) {
        this.store = store;
    }

    /**
     * A store whose data is still there after it was closed, as long as the test holds the one below. It calls itself
     * durable, since a manager may leave out what a store that is not would forget.
     */
    static SnapshotStore keptOpen(SnapshotStore store) {
        return new ForwardingStore(store) {
            @Override
            public Capabilities capabilities() {
                Capabilities below = super.capabilities();
                return new Capabilities(true, below.multiProcess(), below.maxPageBytes(), below.maxRefBytes());
            }

            @Override
            public void close() {
                // The test may open it again.
            }
        };
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        return store.commit(tenant, stamp, pages, updates);
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return store.getPages(tenant, ids);
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return store.scanPages(tenant, after, limit);
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return store.deletePages(tenant, guard, ids, stampBelow);
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return store.readRef(tenant, name);
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        return store.scanRefs(tenant, prefix, after, limit);
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return store.scanTenants(after, limit);
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return store.eraseTenant(tenant, lastRef, limit);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        store.close();
    }
}
