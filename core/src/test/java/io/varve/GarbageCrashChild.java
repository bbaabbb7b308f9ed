package io.varve;

import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.TenantId;
import io.vavr.Tuple;
import io.vavr.collection.Iterator;
import java.util.Collection;
import java.util.List;

/**
 * The program that {@link GarbageCrashTest} kills. It replaces the head again and again and collects what that leaves, a
 * few pages at a time, and says on standard output before each time that it deletes some.
 */
final class GarbageCrashChild {

    static final int ENTRIES = 300;
    private static final int DELETED_AT_ONCE = 5;
    private static final int HEADS_PER_COLLECTION = 6;

    private GarbageCrashChild() {}

    /** The state of a count, which shares hardly a page with any other. */
    static Ledger model(long count) {
        return new Ledger(
                count,
                "note " + count,
                Ledger.EMPTY
                        .entries()
                        .putAll(Iterator.range(0, ENTRIES)
                                .map(i ->
                                        Tuple.of("key " + i, new Ledger.Entry("text " + i + " of " + count, count)))));
    }

    public static void main(String[] arguments) {
        StateManager<Ledger> states = StateManager.builder(Ledger.class)
                .store(deletingSlowly(SnapshotStores.open(arguments[0])))
                .initialState(model(0))
                .durability(Durability.valueOf(arguments[1]))
                .open();
        Tenant<Ledger> tenant = states.tenantOrCreate("acme");
        while (true) {
            for (int i = 0; i < HEADS_PER_COLLECTION; i++) {
                tenant.apply(state -> model(state.count() + 1));
                tenant.snapshot();
            }
            while (tenant.snapshotCount() > 3) {
                tenant.delete(SnapshotRef.index(0));
            }
            System.gc();
            tenant.collectGarbage();
        }
    }

    private static SnapshotStore deletingSlowly(SnapshotStore store) {
        return new ForwardingStore(store) {
            @Override
            public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
                List<PageId> all = List.copyOf(ids);
                int deleted = 0;
                for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
                    System.out.println("DELETE");
                    System.out.flush();
                    deleted += super.deletePages(
                            tenant, guard, all.subList(from, Math.min(from + DELETED_AT_ONCE, all.size())), stampBelow);
                }
                return deleted;
            }
        };
    }
}
