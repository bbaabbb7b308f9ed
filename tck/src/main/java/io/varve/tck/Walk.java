package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Scans from the first item to the last, in as many calls as the limit makes necessary. */
final class Walk {

    /** More calls than any test needs; a scan that does not get on ends here. */
    private static final int MOST_CALLS = 100_000;

    private Walk() {}

    static List<PageStat> pages(SnapshotStore store, TenantId tenant, int limit) {
        return walk(limit, after -> store.scanPages(tenant, after, limit), PageStat::id);
    }

    static List<PageId> pageIds(SnapshotStore store, TenantId tenant) {
        return pages(store, tenant, 1_000).stream().map(PageStat::id).toList();
    }

    static List<Ref> refs(SnapshotStore store, TenantId tenant, String prefix, int limit) {
        return walk(limit, after -> store.scanRefs(tenant, prefix, after, limit), Ref::name);
    }

    static List<String> refNames(SnapshotStore store, TenantId tenant) {
        return refs(store, tenant, "", 1_000).stream().map(Ref::name).toList();
    }

    static List<TenantId> tenants(SnapshotStore store, int limit) {
        return walk(limit, after -> store.scanTenants(after, limit), Function.identity());
    }

    private static <T, K> List<T> walk(int limit, Scan<T, K> scan, Function<T, K> key) {
        List<T> all = new ArrayList<>();
        K after = null;
        for (int call = 0; call < MOST_CALLS; call++) {
            List<T> found = scan.after(after);
            all.addAll(found);
            if (found.size() < limit) {
                return all;
            }
            after = key.apply(found.get(found.size() - 1));
        }
        assertThat(all)
                .as("a scan with limit %d, after %d calls", limit, MOST_CALLS)
                .isEmpty();
        return all;
    }

    @FunctionalInterface
    private interface Scan<T, K> {
        List<T> after(@Nullable K after);
    }
}
