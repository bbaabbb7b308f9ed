package io.varve.tck;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of another one whose calls fail as a {@link FaultPolicy} says, and which counts them. It is how an
 * application shows what it does when its store is out of reach, loses an answer or dies half-way.
 *
 * <pre>{@code
 * FaultStore store = new FaultStore(new MemorySnapshotStore());
 * store.follow(FaultPolicy.onWrite(3, Fault.unknown(true)));
 * }</pre>
 *
 * <p>Thread-safe. {@link #capabilities()} and {@link #close()} are passed on and never fail.
 */
public final class FaultStore implements SnapshotStore {

    private final SnapshotStore store;

    // Guarded by this: the numbers of a call and the policy that they are for.
    private FaultPolicy policy;
    private long calls;
    private long writes;
    private long faults;

    /**
     * What happened since the store follows its policy.
     *
     * @param calls how many calls were made
     * @param writes how many of them were writes
     * @param faults how many of them went wrong
     */
    public record Counts(long calls, long writes, long faults) {}

    /**
     * A store of which nothing fails yet.
     *
     * @param store the store that does the work; closed with this one
     */
    public FaultStore(SnapshotStore store) {
        this(store, FaultPolicy.none());
    }

    /**
     * A store that fails from the first call on.
     *
     * @param store the store that does the work; closed with this one
     * @param policy which calls fail
     */
    public FaultStore(SnapshotStore store, FaultPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    /**
     * Takes up a policy. Calls and writes are counted from 0 again.
     *
     * @param next which calls fail from now on
     */
    public synchronized void follow(FaultPolicy next) {
        policy = next;
        calls = 0;
        writes = 0;
        faults = 0;
    }

    /** Lets nothing fail from now on. The counts stay and go on. */
    public synchronized void heal() {
        policy = FaultPolicy.none();
    }

    /**
     * What happened since the last {@link #follow}.
     *
     * @return the counts
     */
    public synchronized Counts counts() {
        return new Counts(calls, writes, faults);
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        return call(
                StoreMethod.COMMIT,
                () -> store.commit(tenant, stamp, pages, updates),
                () -> store.commit(tenant, stamp, firstHalf(pages), List.of()));
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return read(StoreMethod.GET_PAGES, () -> store.getPages(tenant, ids));
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        return read(StoreMethod.SCAN_PAGES, () -> store.scanPages(tenant, after, limit));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return call(
                StoreMethod.DELETE_PAGES,
                () -> store.deletePages(tenant, guard, ids, stampBelow),
                () -> store.deletePages(tenant, guard, firstHalf(ids), stampBelow));
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return read(StoreMethod.READ_REF, () -> store.readRef(tenant, name));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        return read(StoreMethod.SCAN_REFS, () -> store.scanRefs(tenant, prefix, after, limit));
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        return read(StoreMethod.SCAN_TENANTS, () -> store.scanTenants(after, limit));
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return call(
                StoreMethod.ERASE_TENANT,
                () -> store.eraseTenant(tenant, lastRef, limit),
                () -> store.eraseTenant(tenant, lastRef, limit - limit / 2));
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T read(StoreMethod method, Supplier<T> whole) {
        return call(method, whole, null);
    }

    /** Makes a call, or as much of it as its fault leaves. */
    private <T> T call(StoreMethod method, Supplier<T> whole, @Nullable Supplier<T> half) {
        Numbered numbered = number(method);
        Fault fault = numbered.fault().orElse(null);
        if (fault == null) {
            return whole.get();
        }
        StoreException.Kind kind =
                method.writes() ? StoreException.Kind.OUTCOME_UNKNOWN : StoreException.Kind.UNAVAILABLE;
        if (fault instanceof Fault.Delay late) {
            sleep(late.delay());
            return whole.get();
        } else if (fault instanceof Fault.Bug) {
            throw new IllegalStateException(numbered.message());
        } else if (fault instanceof Fault.Before before) {
            kind = allowed(before.kind(), method);
        } else if (fault instanceof Fault.After) {
            var unused = whole.get();
        } else if (fault instanceof Fault.Half some && half != null) {
            var unused = half.get();
            kind = method == StoreMethod.COMMIT || some.kind() == StoreException.Kind.CLOSED ? some.kind() : kind;
        }
        throw new StoreException(kind, numbered.message());
    }

    private static StoreException.Kind allowed(StoreException.Kind kind, StoreMethod method) {
        return switch (kind) {
            case UNAVAILABLE, CORRUPT, CLOSED -> kind;
            case OUTCOME_UNKNOWN -> method.writes() ? kind : StoreException.Kind.UNAVAILABLE;
            case TOO_LARGE, UNSUPPORTED -> method == StoreMethod.COMMIT ? kind : StoreException.Kind.UNAVAILABLE;
        };
    }

    /** A call that was counted, with the fault that the policy has for it. */
    private record Numbered(FaultPolicy.Call call, Optional<Fault> fault) {

        String message() {
            String which = call.method().writes() ? "write " + call.writes() : "call " + call.number();
            return "injected fault at " + which + " (" + call.method() + "): " + fault.orElseThrow();
        }
    }

    private synchronized Numbered number(StoreMethod method) {
        FaultPolicy.Call call = new FaultPolicy.Call(method, calls++, writes);
        if (method.writes()) {
            writes++;
        }
        Optional<Fault> fault = policy.decide(call);
        if (fault.isPresent()) {
            faults++;
        }
        return new Numbered(call, fault);
    }

    private static <T> List<T> firstHalf(Collection<T> all) {
        return new ArrayList<>(all).subList(0, (all.size() + 1) / 2);
    }

    /** Sleeps even if the thread is interrupted, and leaves it so. */
    private static void sleep(Duration delay) {
        long end = System.nanoTime() + delay.toNanos();
        boolean interrupted = false;
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
