package io.varve.internal.engine;

import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.List;

/** All refs of a tenant as they are at one instant. */
final class RefCut {

    private static final int FIRST_LIMIT = 1 << 14;

    private RefCut() {}

    /** Reads them by one call, since only those that one call returns are of one instant. */
    static List<Ref> of(SnapshotStore store, TenantId tenant) {
        return of(store, tenant, "");
    }

    /** Those that begin with a prefix. */
    static List<Ref> of(SnapshotStore store, TenantId tenant, String prefix) {
        for (int limit = FIRST_LIMIT; ; limit = Math.multiplyExact(limit, 4)) {
            int most = limit;
            List<Ref> refs = Faults.translating(
                    "read the refs of tenant '" + tenant + "'", () -> store.scanRefs(tenant, prefix, null, most));
            if (refs.size() < limit) {
                return refs;
            }
        }
    }
}
