package io.varve.internal.store;

import io.varve.spi.Capabilities;
import io.varve.spi.CommitResult;
import io.varve.spi.ObservableStore;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store with what every store needs around it: arguments and limits are checked before it sees them, calls that found
 * it unavailable are repeated a few times, nothing reaches it once it was closed, and what it throws is always a {@link
 * StoreException}.
 */
public final class GuardedStore implements SnapshotStore {

    private static final int TRIES = 5;

    /** Half of the first pause; each is twice as long as the one before. Tests shorten it. */
    private static final long PAUSE_MILLIS = Long.getLong("varve.retryPauseMillis", 20);

    private final SnapshotStore store;
    private final StoreMeter meter;
    private final Capabilities capabilities;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Guards a store, which it closes with itself, and counts nothing. */
    public GuardedStore(SnapshotStore store) {
        this(store, StoreMeter.NONE);
    }

    /** Guards a store, which it closes with itself. */
    public GuardedStore(SnapshotStore store, StoreMeter meter) {
        this.store = store;
        this.meter = meter;
        this.capabilities = store.capabilities();
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        checkCommit(stamp, pages, updates);
        // What only puts pages may be done twice.
        return updates.stream().allMatch(RefUpdate::isCheck)
                ? repeatable(tenant, () -> metered(tenant, stamp, pages, updates))
                : write(tenant, () -> metered(tenant, stamp, pages, updates));
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        Map<PageId, byte[]> found = read(tenant, () -> store.getPages(tenant, ids));
        if (!found.isEmpty()) {
            meter.read(
                    tenant,
                    found.size(),
                    found.values().stream().mapToLong(bytes -> bytes.length).sum());
        }
        return found;
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        requirePositive(limit);
        return read(tenant, () -> store.scanPages(tenant, after, limit));
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return write(tenant, () -> store.deletePages(tenant, guard, ids, stampBelow));
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return read(tenant, () -> store.readRef(tenant, name));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        requirePositive(limit);
        return read(tenant, () -> store.scanRefs(tenant, prefix, after, limit));
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        requirePositive(limit);
        return read(null, () -> store.scanTenants(after, limit));
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        requirePositive(limit);
        return repeatable(tenant, () -> store.eraseTenant(tenant, lastRef, limit));
    }

    /**
     * Has the store tell of changes.
     *
     * @return ends it, or empty if the store can't tell
     */
    public Optional<ObservableStore.Subscription> subscribe(Consumer<TenantId> listener) {
        return store instanceof ObservableStore observable
                ? Optional.of(read(null, () -> observable.subscribe(listener)))
                : Optional.empty();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                store.close();
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException e) {
                throw brokenContract(Kind.OUTCOME_UNKNOWN, e);
            }
        }
    }

    private CommitResult metered(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        try {
            return store.commit(tenant, stamp, pages, updates);
        } finally {
            if (!pages.isEmpty()) {
                meter.written(
                        tenant,
                        pages.size(),
                        pages.stream().mapToLong(page -> page.bytes().length).sum());
            }
        }
    }

    private void checkCommit(long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        if (stamp < 0) {
            throw new IllegalArgumentException("a stamp is not negative; found " + stamp);
        }
        if (updates.size() > MAX_REF_UPDATES) {
            throw new IllegalArgumentException(
                    "a commit has at most " + MAX_REF_UPDATES + " ref updates; found " + updates.size());
        }
        Set<String> names = new HashSet<>();
        for (RefUpdate update : updates) {
            if (!names.add(update.name())) {
                throw new IllegalArgumentException("a commit names each ref once; found twice: " + update.name());
            }
            byte[] next = update.next();
            if (next != null && next.length > capabilities.maxRefBytes()) {
                throw tooLarge("the value of ref " + update.name(), next.length, capabilities.maxRefBytes());
            }
        }
        for (Page page : pages) {
            if (page.bytes().length > capabilities.maxPageBytes()) {
                throw tooLarge("page " + page.id(), page.bytes().length, capabilities.maxPageBytes());
            }
        }
    }

    private <T> T read(@Nullable TenantId tenant, Supplier<T> call) {
        return withRetries(tenant, call, Kind.UNAVAILABLE, EnumSet.of(Kind.UNAVAILABLE));
    }

    private <T> T write(TenantId tenant, Supplier<T> call) {
        return withRetries(tenant, call, Kind.OUTCOME_UNKNOWN, EnumSet.of(Kind.UNAVAILABLE));
    }

    /** A write that may be done twice. */
    private <T> T repeatable(TenantId tenant, Supplier<T> call) {
        return withRetries(tenant, call, Kind.OUTCOME_UNKNOWN, EnumSet.of(Kind.UNAVAILABLE, Kind.OUTCOME_UNKNOWN));
    }

    private <T> T withRetries(
            @Nullable TenantId tenant, Supplier<T> call, Kind kindOfTheUnexpected, Set<Kind> repeated) {
        for (int tried = 1; ; tried++) {
            if (closed.get()) {
                throw new StoreException(Kind.CLOSED, "the store was closed");
            }
            try {
                return call.get();
            } catch (StoreException e) {
                if (!repeated.contains(e.kind())
                        || tried == TRIES
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(tried);
                meter.repeated(tenant);
            } catch (RuntimeException e) {
                throw brokenContract(kindOfTheUnexpected, e);
            }
        }
    }

    private StoreException brokenContract(Kind kind, RuntimeException thrown) {
        return new StoreException(
                kind, "the store " + store.getClass().getName() + " broke its contract with " + thrown, thrown);
    }

    private static void pause(int tried) {
        long longest = PAUSE_MILLIS << tried;
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1)));
    }

    private static StoreException tooLarge(String what, int found, int limit) {
        return new StoreException(Kind.TOO_LARGE, what + " has " + found + " bytes; this store takes at most " + limit);
    }

    private static void requirePositive(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1; found " + limit);
        }
    }
}
