package io.varve.tck;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks what every answer of a store must fulfil whatever is in it: the order, limit and range of scans, that a conflict
 * names all refs and is one, that a fault is a {@link StoreException}, that given arrays stay as they are.
 *
 * <p>It repeats a call that is {@link StoreException.Kind#UNAVAILABLE}, as core does, so that a store may answer a
 * deadlock or a busy engine so.
 */
final class CheckedStore implements SnapshotStore {

    private static final int ATTEMPTS = 200;
    private static final long LONGEST_PAUSE_NANOS = 2_000_000;

    private final SnapshotStore store;

    CheckedStore(SnapshotStore store) {
        this.store = store;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        int before = fingerprint(pages, updates);
        CommitResult result = call(() -> store.commit(tenant, stamp, pages, updates));
        assertThat(fingerprint(pages, updates))
                .as("fingerprint of the arrays given to commit, which a store does not modify")
                .isEqualTo(before);
        if (result instanceof CommitResult.Conflict conflict) {
            assertThat(conflict.actual().keySet())
                    .as("names in a conflict: those of all updates")
                    .containsExactlyInAnyOrderElementsOf(
                            updates.stream().map(RefUpdate::name).toList());
            assertThat(updates)
                    .as("updates of a commit that was refused: at least one finds another value than it expects")
                    .anyMatch(update -> !Arrays.equals(update.expected(), actual(conflict, update)));
        }
        return result;
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        Map<PageId, byte[]> found = call(() -> store.getPages(tenant, ids));
        assertThat(new HashSet<>(ids).containsAll(found.keySet()))
                .as("whether getPages returned only what was asked for")
                .isTrue();
        return found;
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        List<PageStat> found = call(() -> store.scanPages(tenant, after, limit));
        checkScan(found.stream().map(PageStat::id).toList(), after, limit);
        return found;
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        int removed = call(() -> store.deletePages(tenant, guard, ids, stampBelow));
        assertThat(removed).as("number of pages removed").isBetween(0, ids.size());
        return removed;
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return call(() -> store.readRef(tenant, name));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        List<Ref> found = call(() -> store.scanRefs(tenant, prefix, after, limit));
        checkScan(found.stream().map(Ref::name).toList(), after, limit);
        assertThat(found)
                .as("refs with the prefix '%s'", prefix)
                .allMatch(ref -> ref.name().startsWith(prefix));
        return found;
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        List<TenantId> found = call(() -> store.scanTenants(after, limit));
        checkScan(found, after, limit);
        return found;
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        return call(() -> store.eraseTenant(tenant, lastRef, limit));
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        store.close();
    }

    /** Within ASCII the order of characters, which is that of Strings and tenants, is the order of unsigned bytes. */
    private static <K extends Comparable<K>> void checkScan(List<K> keys, @Nullable K after, int limit) {
        assertThat(keys).as("keys of a scan with limit %d", limit).hasSizeLessThanOrEqualTo(limit);
        for (int i = 0; i < keys.size(); i++) {
            K previous = i == 0 ? after : keys.get(i - 1);
            if (previous != null) {
                assertThat(keys.get(i))
                        .as("item %d of a scan: greater than what precedes it", i)
                        .usingComparator(Comparator.naturalOrder())
                        .isGreaterThan(previous);
            }
        }
    }

    private static byte @Nullable [] actual(CommitResult.Conflict conflict, RefUpdate update) {
        return conflict.actual().getOrDefault(update.name(), Optional.empty()).orElse(null);
    }

    private static int fingerprint(Collection<Page> pages, List<RefUpdate> updates) {
        int hash = updates.hashCode();
        for (Page page : pages) {
            hash = 31 * hash + Arrays.hashCode(page.bytes());
        }
        return hash;
    }

    private static <T> T call(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                T result = call.get();
                assertThat(result).as("what a store returns").isNotNull();
                return result;
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.UNAVAILABLE || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            } catch (RuntimeException e) {
                throw new AssertionError("every fault of a store is a StoreException, but it threw " + e, e);
            }
        }
    }
}
