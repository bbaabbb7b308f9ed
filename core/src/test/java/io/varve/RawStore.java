package io.varve;

import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a store holds of a tenant, as a thief of the store sees it. */
record RawStore(Map<PageId, byte[]> pages, Map<String, byte[]> refs) {

    private static final int SCAN = 500;

    static RawStore of(SnapshotStore store, String tenantId) {
        TenantId tenant = new TenantId(tenantId);
        List<PageId> ids = new ArrayList<>();
        List<PageStat> found;
        do {
            found = store.scanPages(tenant, ids.isEmpty() ? null : ids.get(ids.size() - 1), SCAN);
            found.forEach(page -> ids.add(page.id()));
        } while (found.size() == SCAN);
        Map<String, byte[]> refs = new TreeMap<>();
        for (Ref ref : store.scanRefs(tenant, "", null, Integer.MAX_VALUE)) {
            refs.put(ref.name(), ref.value());
        }
        return new RawStore(new HashMap<>(store.getPages(tenant, ids)), refs);
    }

    boolean isEmpty() {
        return pages.isEmpty() && refs.isEmpty();
    }

    /** Whether some bytes occur in a page, an id, or the name or value of a ref. */
    boolean contains(byte[] wanted) {
        return pages.keySet().stream().anyMatch(id -> occurs(wanted, id.toBytes()))
                || pages.values().stream().anyMatch(bytes -> occurs(wanted, bytes))
                || refs.keySet().stream().anyMatch(name -> occurs(wanted, bytesOf(name)))
                || refs.values().stream().anyMatch(value -> occurs(wanted, value));
    }

    static boolean occurs(byte[] wanted, byte[] in) {
        for (int from = 0; from + wanted.length <= in.length; from++) {
            int i = 0;
            while (i < wanted.length && in[from + i] == wanted[i]) {
                i++;
            }
            if (i == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
