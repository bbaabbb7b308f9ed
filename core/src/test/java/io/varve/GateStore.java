package io.varve;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose commits wait at a gate once it is shut. */
final class GateStore extends ForwardingStore {

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();

    GateStore(SnapshotStore store) {
        super(store);
    }

    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    /** How many commits stand at the gate. */
    int waiting() {
        return waiting.get();
    }

    /** How many commits have gone through. */
    int commits() {
        return commits.get();
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        waiting.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        CommitResult result = super.commit(tenant, stamp, pages, updates);
        commits.incrementAndGet();
        return result;
    }
}
