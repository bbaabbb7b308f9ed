package io.varve.crash;

import io.varve.ForwardingStore;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts the writes of this process to a store and ends the process at one of them. What deletes much is done in small
 * steps, so that there is something to be in the middle of.
 */
final class MortalStore extends ForwardingStore {

    static final int HALTED = 86;

    private static final int DELETED_AT_ONCE = 5;
    private static final int ERASED_AT_ONCE = 10;

    private final KillPoint point;
    private final AtomicLong writes = new AtomicLong();

    MortalStore(SnapshotStore store, KillPoint point) {
        super(store);
        this.point = point;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        return counted(() -> super.commit(tenant, stamp, pages, updates));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        List<PageId> all = List.copyOf(ids);
        int deleted = 0;
        for (int from = 0; from < all.size(); from += DELETED_AT_ONCE) {
            List<PageId> some = all.subList(from, Math.min(from + DELETED_AT_ONCE, all.size()));
            deleted += counted(() -> super.deletePages(tenant, guard, some, stampBelow));
        }
        return deleted;
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return counted(() -> super.eraseTenant(tenant, lastRef, Math.min(limit, ERASED_AT_ONCE)));
    }

    private <T> T counted(Supplier<T> write) {
        long number = writes.incrementAndGet();
        endAt(number, KillPoint.How.HALT_BEFORE, KillPoint.How.KILL_BEFORE);
        T result = write.get();
        endAt(number, KillPoint.How.HALT_AFTER, KillPoint.How.KILL_AFTER);
        return result;
    }

    private void endAt(long number, KillPoint.How halt, KillPoint.How kill) {
        if (number != point.count()) {
            return;
        }
        if (point.how() == halt) {
            Runtime.getRuntime().halt(HALTED);
        } else if (point.how() == kill) {
            CrashChild.say(CrashChild.KILL_ME);
            awaitTheEnd();
        }
    }

    private static void awaitTheEnd() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // The kill comes all the same.
            }
        }
    }
}
