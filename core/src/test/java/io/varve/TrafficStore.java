package io.varve;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.UnreadablePageException;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store that counts what comes and goes, for itself: what the metrics say has to agree. */
final class TrafficStore extends ForwardingStore {

    private final List<Page> written = new ArrayList<>();
    private TenantId lastWriter;
    private long pagesRead;
    private long bytesRead;

    TrafficStore(SnapshotStore store) {
        super(store);
    }

    synchronized void reset() {
        written.clear();
        pagesRead = 0;
        bytesRead = 0;
    }

    synchronized long pagesRead() {
        return pagesRead;
    }

    synchronized long bytesRead() {
        return bytesRead;
    }

    synchronized long pagesWritten() {
        return written.size();
    }

    synchronized long bytesWritten() {
        return written.stream().mapToLong(page -> page.bytes().length).sum();
    }

    /** How many links of the pages written lead to pages that were not. */
    synchronized long linksToOthers() throws UnreadablePageException {
        Set<PageId> ids = new HashSet<>();
        written.forEach(page -> ids.add(page.id()));
        long others = 0;
        for (Page page : written) {
            PageContent content = PageFormat.decode(page.id(), page.bytes(), this::base);
            others += content.links().stream()
                    .filter(link -> !ids.contains(link.id()))
                    .count();
        }
        return others;
    }

    private byte[] base(PageId id) {
        return super.getPages(lastWriter, List.of(id)).get(id);
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        synchronized (this) {
            lastWriter = tenant;
            written.addAll(pages);
        }
        return super.commit(tenant, stamp, pages, updates);
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        Map<PageId, byte[]> pages = super.getPages(tenant, ids);
        synchronized (this) {
            pagesRead += pages.size();
            pages.values().forEach(bytes -> bytesRead += bytes.length);
        }
        return pages;
    }
}
