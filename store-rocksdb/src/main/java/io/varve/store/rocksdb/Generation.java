package io.varve.store.rocksdb;

import io.varve.spi.PageId;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What some packs that follow each other have, on the heap: filled by commits, then folded as a whole. Reading is
 * thread-safe; what is a tenant's is changed under that tenant's lock.
 */
final class Generation {

    private final ConcurrentSkipListMap<TenantId, OfTenant> tenants = new ConcurrentSkipListMap<>();
    private final AtomicInteger packs = new AtomicInteger();
    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicLong heapBytes = new AtomicLong();

    /** Commits that are being written; guarded by the lock of {@link PendingPages}. */
    int underWay;

    /** What of a tenant there is. */
    private record OfTenant(ConcurrentSkipListMap<PageId, PendingPage> pages, List<Long> packs) {}

    /** In the order of the keys of pages. */
    NavigableMap<TenantId, NavigableMap<PageId, PendingPage>> byTenant() {
        NavigableMap<TenantId, NavigableMap<PageId, PendingPage>> all = new TreeMap<>();
        tenants.forEach((tenant, mine) -> all.put(tenant, mine.pages));
        return all;
    }

    NavigableMap<PageId, PendingPage> of(TenantId tenant) {
        OfTenant mine = tenants.get(tenant);
        return mine == null ? new ConcurrentSkipListMap<>() : mine.pages;
    }

    @Nullable
    PendingPage find(TenantId tenant, PageId id) {
        OfTenant mine = tenants.get(tenant);
        return mine == null ? null : mine.pages.get(id);
    }

    /** The numbers of a tenant's packs. */
    List<Long> packsOf(TenantId tenant) {
        OfTenant mine = tenants.get(tenant);
        return mine == null ? List.of() : mine.packs;
    }

    /**
     * Adds a pack.
     *
     * @param before takes what there was of each page, for {@link #remove}
     */
    void add(long number, Pack pack, List<@Nullable PendingPage> before) {
        OfTenant mine = tenants.computeIfAbsent(
                pack.tenant(), unused -> new OfTenant(new ConcurrentSkipListMap<>(), new ArrayList<>()));
        mine.packs.add(number);
        packs.incrementAndGet();
        pack.pages().forEach((id, page) -> {
            PendingPage earlier = mine.pages.get(id);
            before.add(earlier);
            put(mine, id, earlier, page.after(earlier));
        });
    }

    /** Takes back the pack that was added last for its tenant, or as much as was added of it. */
    void remove(long number, Pack pack, List<@Nullable PendingPage> before) {
        OfTenant mine = tenants.get(pack.tenant());
        if (mine == null || !mine.packs.remove(number)) {
            return;
        }
        packs.decrementAndGet();
        Iterator<PageId> ids = pack.pages().keySet().iterator();
        for (PendingPage then : before) {
            PageId id = ids.next();
            put(mine, id, mine.pages.get(id), then);
        }
    }

    private void put(OfTenant mine, PageId id, @Nullable PendingPage earlier, @Nullable PendingPage page) {
        if (page == null) {
            mine.pages.remove(id);
        } else {
            mine.pages.put(id, page);
        }
        pages.addAndGet((page == null ? 0 : 1) - (earlier == null ? 0 : 1));
        heapBytes.addAndGet((page == null ? 0 : page.heapBytes()) - (earlier == null ? 0 : earlier.heapBytes()));
    }

    /** Forgets all that is a tenant's. */
    void drop(TenantId tenant) {
        OfTenant mine = tenants.remove(tenant);
        if (mine != null) {
            packs.addAndGet(-mine.packs.size());
            pages.addAndGet(-mine.pages.size());
            heapBytes.addAndGet(-mine.pages.values().stream()
                    .mapToLong(PendingPage::heapBytes)
                    .sum());
        }
    }

    int packs() {
        return packs.get();
    }

    int pages() {
        return pages.get();
    }

    long heapBytes() {
        return heapBytes.get();
    }
}
