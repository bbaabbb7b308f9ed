package io.varve.store.memory;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything on the heap of this process, and loses it with {@link #close()}. Neither durable nor shared between
 * processes; otherwise it keeps every promise of {@link SnapshotStore}.
 *
 * <p>Tenants are independent of one another: each has a lock of its own, held for the time of one call. A call costs
 * O(log n) for each page or ref that it names or returns, with n those of its tenant; erasing a tenant is one step.
 *
 * <p>The limits on sizes are those of {@link #MAX_PAGE_BYTES} and {@link #MAX_REF_BYTES}: generous, yet there, so that
 * what works here is not refused by the first store on a disk.
 */
public final class MemorySnapshotStore implements SnapshotStore {

    /** The largest page, 16 MiB. */
    public static final int MAX_PAGE_BYTES = 16 << 20;

    /** The largest value of a ref, 1 MiB. */
    public static final int MAX_REF_BYTES = 1 << 20;

    private static final Capabilities CAPABILITIES = new Capabilities(false, false, MAX_PAGE_BYTES, MAX_REF_BYTES);

    private final NavigableMap<TenantId, MemoryTenant> tenants = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /** Makes an empty store. */
    public MemorySnapshotStore() {}

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        requireOpen();
        pages.forEach(page -> requireSize("page " + page.id(), page.bytes(), MAX_PAGE_BYTES));
        updates.forEach(update -> requireSize("ref '" + update.name() + "'", update.next(), MAX_REF_BYTES));
        while (true) {
            MemoryTenant found = tenants.computeIfAbsent(tenant, MemoryTenant::new);
            Optional<CommitResult> result = found.commit(stamp, pages, updates);
            forgetIfRetired(found);
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return find(tenant).getPages(ids);
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return find(tenant).scanPages(after, limit);
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        MemoryTenant found = find(tenant);
        int removed = found.deletePages(guard, ids, stampBelow);
        forgetIfRetired(found);
        return removed;
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return find(tenant).readRef(name);
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        return find(tenant).scanRefs(prefix, after, limit);
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        requireOpen();
        return (after == null ? tenants : tenants.tailMap(after, false))
                .values().stream()
                        .filter(tenant -> !tenant.isEmpty())
                        .map(MemoryTenant::id)
                        .limit(limit)
                        .toList();
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        MemoryTenant found = find(tenant);
        boolean erased = found.eraseIf(lastRef);
        forgetIfRetired(found);
        return erased;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void close() {
        closed = true;
        tenants.clear();
    }

    /** The tenant, or an empty one that nobody else sees. */
    private MemoryTenant find(TenantId tenant) {
        requireOpen();
        MemoryTenant found = tenants.get(tenant);
        return found == null ? new MemoryTenant(tenant) : found;
    }

    private void forgetIfRetired(MemoryTenant tenant) {
        if (tenant.isRetired()) {
            tenants.remove(tenant.id(), tenant);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(StoreException.Kind.CLOSED, "this memory store was closed");
        }
    }

    private static void requireSize(String what, byte @Nullable [] bytes, int max) {
        if (bytes != null && bytes.length > max) {
            throw new StoreException(
                    StoreException.Kind.TOO_LARGE,
                    what + " has " + bytes.length + " bytes; the memory store takes at most " + max);
        }
    }
}
