package io.varve;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A store whose writes fail when a test says so. Writes are counted from 0, from the last {@link #arm} on. */
final class FaultyStore extends ForwardingStore {

    /** How a write fails. */
    enum Fault {
        /** Nothing was applied, and the store says so. */
        UNAVAILABLE,
        /** Nothing was applied, and the store does not know. */
        UNKNOWN_NOT_APPLIED,
        /** All was applied, and the store does not know. */
        UNKNOWN_APPLIED,
        /** The store has no room. */
        TOO_LARGE,
        /** The store has a bug. */
        RUNTIME_EXCEPTION
    }

    private record Policy(Fault fault, IntPredicate writes) {}

    private static final Policy NEVER = new Policy(Fault.UNAVAILABLE, write -> false);

    private volatile Policy policy = NEVER;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    FaultyStore(SnapshotStore store) {
        super(store);
    }

    /** From now on, the writes of these numbers fail. */
    void arm(Fault fault, IntPredicate which) {
        writes.set(0);
        faults.set(0);
        policy = new Policy(fault, which);
    }

    void heal() {
        policy = NEVER;
    }

    /** How many writes there have been since the store was armed. */
    int writes() {
        return writes.get();
    }

    /** How many writes have failed since the store was armed. */
    int faults() {
        return faults.get();
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        return write(() -> super.commit(tenant, stamp, pages, updates));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return write(() -> super.deletePages(tenant, guard, ids, stampBelow));
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return write(() -> super.eraseTenant(tenant, lastRef, limit));
    }

    private <T> T write(Supplier<T> call) {
        Policy now = policy;
        int number = writes.getAndIncrement();
        if (!now.writes().test(number)) {
            return call.get();
        }
        faults.incrementAndGet();
        if (now.fault() == Fault.UNKNOWN_APPLIED) {
            var unused = call.get();
        }
        String message = "injected fault at write " + number;
        throw switch (now.fault()) {
            case UNAVAILABLE -> new StoreException(StoreException.Kind.UNAVAILABLE, message);
            case UNKNOWN_APPLIED, UNKNOWN_NOT_APPLIED ->
                new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, message);
            case TOO_LARGE -> new StoreException(StoreException.Kind.TOO_LARGE, message);
            case RUNTIME_EXCEPTION -> new IllegalStateException(message);
        };
    }
}
