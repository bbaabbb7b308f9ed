package io.varve.store.memory;

import io.varve.spi.CommitResult;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.PageStat;
import io.varve.spi.Ref;
import io.varve.spi.RefUpdate;
import io.varve.spi.TenantId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages and refs of one tenant, in the order of scans. Every method is one atomic step under the tenant's lock.
 *
 * <p>A write that leaves the tenant empty retires it, and then the store forgets it. A commit that comes too late does not
 * write into the void, but is told to look the tenant up again.
 */
final class MemoryTenant {

    private record Stored(byte[] bytes, long stamp) {

        /** Keeps the bytes of the first put, and the larger stamp. */
        Stored putAgain(Stored again) {
            return again.stamp > stamp ? new Stored(bytes, again.stamp) : this;
        }
    }

    private final TenantId id;
    private final NavigableMap<PageId, Stored> pages = new TreeMap<>();
    private final NavigableMap<String, byte[]> refs = new TreeMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean retired;

    MemoryTenant(TenantId id) {
        this.id = id;
    }

    TenantId id() {
        return id;
    }

    boolean isEmpty() {
        return reading(() -> pages.isEmpty() && refs.isEmpty());
    }

    /** Whether the last write left the tenant empty: it stays so for good, and another takes its place. */
    boolean isRetired() {
        return retired;
    }

    /** Returns nothing, and does nothing, if the tenant is retired. */
    Optional<CommitResult> commit(long stamp, Collection<Page> put, List<RefUpdate> updates) {
        return writing(() -> {
            if (retired) {
                return Optional.empty();
            }
            Set<PageId> added = new HashSet<>();
            for (Page page : put) {
                Stored fresh = new Stored(page.bytes(), stamp);
                Stored before = pages.putIfAbsent(page.id(), fresh);
                if (before == null) {
                    added.add(page.id());
                } else {
                    pages.put(page.id(), before.putAgain(fresh));
                }
            }
            if (!updates.stream().allMatch(this::isAsExpected)) {
                return Optional.of(CommitResult.conflict(actual(updates)));
            }
            updates.forEach(this::apply);
            return Optional.of(CommitResult.applied(added));
        });
    }

    Map<PageId, byte[]> getPages(Collection<PageId> ids) {
        return reading(() -> {
            Map<PageId, byte[]> found = new HashMap<>();
            for (PageId page : ids) {
                Stored stored = pages.get(page);
                if (stored != null) {
                    found.put(page, stored.bytes);
                }
            }
            return found;
        });
    }

    List<PageStat> scanPages(@Nullable PageId after, int limit) {
        return reading(() -> (after == null ? pages : pages.tailMap(after, false))
                .entrySet().stream()
                        .limit(limit)
                        .map(entry ->
                                new PageStat(entry.getKey(), entry.getValue().stamp, entry.getValue().bytes.length))
                        .toList());
    }

    int deletePages(RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return writing(() -> {
            if (!isAsExpected(guard)) {
                return 0;
            }
            int before = pages.size();
            ids.forEach(
                    page -> pages.computeIfPresent(page, (same, stored) -> stored.stamp < stampBelow ? null : stored));
            return before - pages.size();
        });
    }

    Optional<byte[]> readRef(String name) {
        return reading(() -> Optional.ofNullable(refs.get(name)));
    }

    List<Ref> scanRefs(String prefix, @Nullable String after, int limit) {
        boolean insidePrefix = after != null && after.compareTo(prefix) >= 0;
        return reading(() -> (insidePrefix ? refs.tailMap(after, false) : refs.tailMap(prefix, true))
                .entrySet().stream()
                        .takeWhile(entry -> entry.getKey().startsWith(prefix))
                        .limit(limit)
                        .map(entry -> new Ref(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Removes everything; returns that nothing is left. */
    boolean eraseIf(Ref lastRef) {
        return writing(() -> {
            if (Arrays.equals(refs.get(lastRef.name()), lastRef.value())) {
                refs.clear();
                pages.clear();
            }
            return true;
        });
    }

    private boolean isAsExpected(RefUpdate update) {
        return Arrays.equals(refs.get(update.name()), update.expected());
    }

    private Map<String, Optional<byte[]>> actual(List<RefUpdate> updates) {
        Map<String, Optional<byte[]>> actual = new HashMap<>();
        updates.forEach(update -> actual.put(update.name(), Optional.ofNullable(refs.get(update.name()))));
        return actual;
    }

    private void apply(RefUpdate update) {
        if (update.next() == null) {
            refs.remove(update.name());
        } else {
            refs.put(update.name(), update.next());
        }
    }

    private <T> T reading(Supplier<T> action) {
        lock.readLock().lock();
        try {
            return action.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> T writing(Supplier<T> action) {
        lock.writeLock().lock();
        try {
            return action.get();
        } finally {
            retired = pages.isEmpty() && refs.isEmpty();
            lock.writeLock().unlock();
        }
    }
}
