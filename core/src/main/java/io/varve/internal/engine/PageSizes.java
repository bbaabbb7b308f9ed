package io.varve.internal.engine;

import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Arrays;
import java.util.List;

/** How many bytes each page of a tenant has in the store, in 20 bytes each: as a scan lists them, in ascending order. */
final class PageSizes {

    private static final int LIST = 1_000;

    private long[] high = new long[LIST];
    private long[] low = new long[LIST];
    private int[] bytes = new int[LIST];
    private int count;

    private PageSizes() {}

    /**
     * Lists all pages of a tenant.
     *
     * @param beforeListing called before each call of the store; ends the listing by throwing
     */
    static PageSizes of(SnapshotStore store, TenantId tenant, Runnable beforeListing) {
        PageSizes sizes = new PageSizes();
        PageId after = null;
        List<PageStat> found;
        do {
            beforeListing.run();
            PageId from = after;
            found = Faults.translating(
                    "list the pages of tenant '" + tenant + "'", () -> store.scanPages(tenant, from, LIST));
            for (PageStat page : found) {
                sizes.add(page);
                after = page.id();
            }
        } while (found.size() == LIST);
        return sizes;
    }

    private void add(PageStat page) {
        if (count == bytes.length) {
            int more = Math.addExact(count, count / 2);
            high = Arrays.copyOf(high, more);
            low = Arrays.copyOf(low, more);
            bytes = Arrays.copyOf(bytes, more);
        }
        high[count] = page.id().high();
        low[count] = page.id().low();
        bytes[count] = page.size();
        count++;
    }

    /** The bytes of a page; 0 if it was not there when the pages were listed. */
    int of(PageId id) {
        int from = 0;
        int to = count - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = Long.compareUnsigned(high[middle], id.high());
            order = order != 0 ? order : Long.compareUnsigned(low[middle], id.low());
            if (order == 0) {
                return bytes[middle];
            } else if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return 0;
    }
}
