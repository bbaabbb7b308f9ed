package io.varve;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts what is read and written, since it was last told to begin anew. */
final class CountingStore extends ForwardingStore {

    private final AtomicInteger pagesRead = new AtomicInteger();
    private final AtomicInteger pagesWritten = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final Map<PageId, Integer> sizesRead = new ConcurrentHashMap<>();

    CountingStore(SnapshotStore store) {
        super(store);
    }

    void reset() {
        pagesRead.set(0);
        pagesWritten.set(0);
        commits.set(0);
        sizesRead.clear();
    }

    int pagesRead() {
        return pagesRead.get();
    }

    int pagesWritten() {
        return pagesWritten.get();
    }

    int commits() {
        return commits.get();
    }

    /** The pages that were read, with their sizes. */
    Map<PageId, Integer> sizesRead() {
        return Map.copyOf(sizesRead);
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        commits.incrementAndGet();
        pagesWritten.addAndGet(pages.size());
        return super.commit(tenant, stamp, pages, updates);
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        pagesRead.addAndGet(ids.size());
        Map<PageId, byte[]> pages = super.getPages(tenant, ids);
        pages.forEach((id, bytes) -> sizesRead.put(id, bytes.length));
        return pages;
    }
}
