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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the contract, but for the one mistake that it is given. Instances on the same data share it. What it
 * returns is always a copy, as from a disk, so that no test compares arrays by identity unnoticed.
 */
final class MistakenStore implements SnapshotStore {

    private static final int LIMIT = 2 << 20;

    /** What is "on disk". */
    static final class Data {
        final TreeMap<TenantId, Contents> tenants = new TreeMap<>();
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Map<String, byte[]> lastRefsWritten;

        @Nullable
        String lastRefName;

        int creations;

        @Nullable
        MistakenStore eraser;
    }

    private static final class Contents {
        final TreeMap<PageId, Stored> pages;
        final TreeMap<String, byte[]> refs = new TreeMap<>();

        Contents(Comparator<PageId> order) {
            this.pages = new TreeMap<>(order);
        }

        boolean isEmpty() {
            return pages.isEmpty() && refs.isEmpty();
        }
    }

    private record Stored(byte[] bytes, long stamp, int size) {}

    private final Data data;
    private final @Nullable Mistake mistake;
    private final ReentrantLock lock;
    private final Map<String, Optional<byte[]>> cache = new ConcurrentHashMap<>();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean broken;

    MistakenStore(Data data, @Nullable Mistake mistake) {
        this.data = data;
        this.mistake = mistake;
        this.lock = is(Mistake.EACH_INSTANCE_HAS_ITS_OWN_LOCK) ? new ReentrantLock() : data.lock;
        if (is(Mistake.REOPENING_FORGETS_STAMPS)) {
            data.tenants
                    .values()
                    .forEach(contents ->
                            contents.pages.replaceAll((id, stored) -> new Stored(stored.bytes, 0, stored.size)));
        }
        if (is(Mistake.REOPENING_FORGETS_THE_LAST_REF) && data.lastRefsWritten != null) {
            data.lastRefsWritten.remove(data.lastRefName);
        }
    }

    private boolean is(Mistake other) {
        return mistake == other;
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        enter();
        requireSizes(pages, updates);
        Predicate<RefUpdate> comparedEarly = update -> is(Mistake.UPDATES_ARE_COMPARED_BEFORE_THE_LOCK)
                || is(Mistake.EACH_INSTANCE_HAS_ITS_OWN_LOCK)
                || is(Mistake.CHECKS_ARE_COMPARED_BEFORE_THE_LOCK) && update.isCheck()
                || is(Mistake.ABSENCE_IS_COMPARED_BEFORE_THE_LOCK) && update.isCheck() && update.expected() == null;
        Set<String> early = new HashSet<>();
        locked(() -> updates.stream()
                .filter(comparedEarly.and(update -> matches(tenant, update)))
                .forEach(update -> early.add(update.name())));
        if (!early.isEmpty()) {
            pause();
        }
        if (is(Mistake.REFS_ARE_WRITTEN_BEFORE_PAGES)) {
            CommitResult result = locked(() -> update(tenant, updates, early));
            pause();
            locked(() -> put(tenant, stamp, pages));
            return result;
        }
        if (is(Mistake.A_REPUT_REMOVES_THE_PAGE_FIRST)) {
            locked(() -> pages.forEach(page -> contents(tenant).pages.remove(page.id())));
            pause();
        }
        CommitResult result = locked(() -> {
            put(tenant, stamp, pages);
            return update(tenant, updates, early);
        });
        if (is(Mistake.PAGES_PUT_AGAIN_ARE_SAID_TO_BE_NEW) && result.isApplied()) {
            return CommitResult.applied(pages.stream().map(Page::id).collect(Collectors.toSet()));
        }
        if (is(Mistake.A_CONFLICT_IS_READ_LATER) && !result.isApplied()) {
            Map<String, Optional<byte[]>> actual = new HashMap<>();
            for (RefUpdate update : updates) {
                pause();
                actual.put(update.name(), locked(() -> value(tenant, update.name())));
            }
            return CommitResult.conflict(actual);
        }
        return result;
    }

    private void put(TenantId tenant, long stamp, Collection<Page> pages) {
        for (Page page : pages) {
            byte[] bytes = is(Mistake.LARGE_PAGES_ARE_CUT) && page.bytes().length > 1 << 20
                    ? Arrays.copyOf(page.bytes(), 1 << 20)
                    : page.bytes();
            contents(tenant).pages.merge(page.id(), new Stored(bytes, stamp, bytes.length), (old, fresh) -> {
                long kept = is(Mistake.REPUT_KEEPS_THE_OLD_STAMP)
                        ? old.stamp
                        : is(Mistake.REPUT_TAKES_THE_NEW_STAMP) ? fresh.stamp : Math.max(old.stamp, fresh.stamp);
                return is(Mistake.REPUT_REPLACES_THE_BYTES)
                        ? new Stored(fresh.bytes, kept, fresh.size)
                        : new Stored(old.bytes, kept, is(Mistake.REPUT_TAKES_THE_NEW_SIZE) ? fresh.size : old.size);
            });
        }
    }

    private CommitResult update(TenantId tenant, List<RefUpdate> updates, Set<String> early) {
        if (is(Mistake.A_CHECK_MAKES_A_TENANT)) {
            contents(tenant);
        }
        Map<String, Optional<byte[]>> actual = new HashMap<>();
        boolean conflict = false;
        for (RefUpdate update : updates) {
            boolean matches = early.contains(update.name()) || matches(tenant, update);
            conflict |= !matches;
            Optional<byte[]> value = value(tenant, update.name());
            if (!(is(Mistake.A_CONFLICT_NAMES_ONLY_WHAT_DIFFERS) && matches)
                    && !(is(Mistake.A_CONFLICT_LEAVES_OUT_ABSENT_REFS) && value.isEmpty())) {
                actual.put(update.name(), value);
            }
            if (is(Mistake.UPDATES_BEFORE_THE_WRONG_ONE_ARE_APPLIED) && !conflict) {
                apply(tenant, update);
            }
        }
        if (conflict) {
            return CommitResult.conflict(actual);
        }
        updates.forEach(update -> apply(tenant, update));
        if (!is(Mistake.A_CHECK_MAKES_A_TENANT)) {
            forgetIfEmpty(tenant);
        }
        return CommitResult.applied();
    }

    private boolean matches(TenantId tenant, RefUpdate update) {
        byte[] actual = value(tenant, update.name()).orElse(null);
        byte[] expected = update.expected();
        if (is(Mistake.CHECKS_ARE_IGNORED) && update.isCheck()) {
            return true;
        }
        if (is(Mistake.AN_ABSENT_REF_MATCHES_NO_BYTES) && expected != null && expected.length == 0 && actual == null) {
            return true;
        }
        if (is(Mistake.VALUES_ARE_COMPARED_BY_LENGTH) && actual != null && expected != null) {
            return actual.length == expected.length;
        }
        return Arrays.equals(actual, expected);
    }

    private void apply(TenantId tenant, RefUpdate update) {
        if (update.isCheck()) {
            return;
        }
        cache.put(tenant + "/" + update.name(), Optional.ofNullable(update.next()));
        TreeMap<String, byte[]> refs = contents(tenant).refs;
        String name = refKey(update.name());
        boolean lost = is(Mistake.A_REF_CREATED_THE_SEVENTH_TIME_IS_LOST)
                && update.expected() == null
                && ++data.creations % 7 == 0;
        if (update.next() == null || lost || is(Mistake.AN_EMPTY_VALUE_IS_ABSENT) && update.next().length == 0) {
            refs.remove(name);
        } else if (is(Mistake.VALUES_ARE_OVERWRITTEN_IN_PLACE)
                && refs.containsKey(name)
                && refs.get(name).length == update.next().length) {
            System.arraycopy(update.next(), 0, refs.get(name), 0, update.next().length);
        } else {
            refs.put(name, update.next());
        }
        data.lastRefsWritten = refs;
        data.lastRefName = name;
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        enter();
        return locked(() -> {
            Map<PageId, byte[]> found = new HashMap<>();
            for (PageId id : ids) {
                Stored stored = existing(tenant).pages.get(id);
                if (stored != null) {
                    found.put(id, stored.bytes.clone());
                } else if (is(Mistake.MISSING_PAGES_ARE_EMPTY)) {
                    found.put(id, new byte[0]);
                }
            }
            return found;
        });
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, @Nullable PageId after, int limit) {
        enter();
        if (is(Mistake.A_SCAN_HOLDS_SOMETHING) && scans.incrementAndGet() > 100) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "no cursor is left");
        }
        return locked(() -> {
            TreeMap<PageId, Stored> pages = existing(tenant).pages;
            return (after == null ? pages : pages.tailMap(after, is(Mistake.AFTER_IS_INCLUSIVE)))
                    .entrySet().stream()
                            .limit(limit(limit))
                            .map(entry -> new PageStat(entry.getKey(), entry.getValue().stamp, entry.getValue().size))
                            .toList();
        });
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        enter();
        boolean inTwoSteps = is(Mistake.STAMPS_ARE_COMPARED_BEFORE_THE_LOCK);
        Predicate<PageId> old = id -> {
            Stored stored = existing(tenant).pages.get(id);
            return stored != null
                    && (stored.stamp < stampBelow
                            || is(Mistake.DELETING_INCLUDES_THE_BOUND) && stored.stamp == stampBelow);
        };
        List<PageId> doomed = locked(() -> inTwoSteps ? ids.stream().filter(old).toList() : List.copyOf(ids));
        boolean guardedEarly = is(Mistake.GUARDS_ARE_COMPARED_BEFORE_THE_LOCK);
        boolean heldEarly = locked(() -> matches(tenant, guard));
        if (inTwoSteps || guardedEarly) {
            pause();
        }
        return locked(() -> {
            boolean holds = guardedEarly ? heldEarly : matches(tenant, guard);
            if (!holds && !is(Mistake.DELETING_DOES_NOT_COMPARE_THE_GUARD)) {
                return 0;
            }
            int removed = 0;
            for (PageId id : doomed) {
                if (inTwoSteps ? existing(tenant).pages.containsKey(id) : old.test(id)) {
                    existing(tenant).pages.remove(id);
                    removed++;
                }
            }
            forgetIfEmpty(tenant);
            return is(Mistake.DELETING_COUNTS_WHAT_WAS_ASKED) ? ids.size() : removed;
        });
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        enter();
        if (is(Mistake.READS_ARE_CACHED_IN_THE_INSTANCE)) {
            return cache.computeIfAbsent(tenant + "/" + name, key -> locked(() -> value(tenant, name)));
        }
        return locked(() -> value(tenant, name));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        enter();
        if (is(Mistake.A_SCAN_OF_REFS_IS_NOT_ONE_CUT)) {
            List<Ref> found = new ArrayList<>();
            List<Ref> some = locked(() -> refs(tenant, prefix, after, Math.min(5, limit)));
            while (!some.isEmpty()) {
                found.addAll(some);
                pause();
                int left = Math.min(5, limit - found.size());
                String last = found.get(found.size() - 1).name();
                some = left == 0 ? List.of() : locked(() -> refs(tenant, prefix, last, left));
            }
            return found;
        }
        return locked(() -> refs(tenant, prefix, after, limit));
    }

    private List<Ref> refs(TenantId tenant, String prefix, @Nullable String after, int limit) {
        boolean isPattern = is(Mistake.A_PREFIX_IS_A_PATTERN);
        String pattern =
                prefix.replaceAll("[^A-Za-z0-9_%]", "\\\\$0").replace("_", ".").replace("%", ".*") + ".*";
        if (is(Mistake.AFTER_OUTSIDE_THE_PREFIX_FINDS_NOTHING) && after != null && !after.startsWith(prefix)) {
            return List.of();
        }
        return existing(tenant).refs.entrySet().stream()
                .filter(entry -> after == null || entry.getKey().compareTo(after) > 0)
                .filter(entry -> isPattern
                        ? entry.getKey().matches(pattern)
                        : entry.getKey().startsWith(prefix))
                .filter(entry ->
                        !is(Mistake.A_PREFIX_ENDS_AT_TILDE) || entry.getKey().compareTo(prefix + "~") < 0)
                .limit(limit(limit))
                .map(entry -> new Ref(entry.getKey(), entry.getValue().clone()))
                .toList();
    }

    @Override
    public List<TenantId> scanTenants(@Nullable TenantId after, int limit) {
        enter();
        return locked(() -> (after == null ? data.tenants : data.tenants.tailMap(after, false))
                .entrySet().stream()
                        .filter(entry -> !is(Mistake.A_TENANT_OF_PAGES_IS_NOT_LISTED)
                                || !entry.getValue().refs.isEmpty())
                        .map(Map.Entry::getKey)
                        .limit(limit(limit))
                        .toList());
    }

    @Override
    public boolean eraseTenant(TenantId tenant, Ref lastRef, int limit) {
        enter();
        return locked(() -> {
            if (is(Mistake.ERASING_TAKES_NEIGHBOURS)) {
                data.tenants.keySet().removeIf(other -> other.value().startsWith(tenant.value() + ":"));
            }
            Contents contents = existing(tenant);
            if (is(Mistake.AN_INSTANCE_ERASES_ONLY_WHAT_IT_BEGAN_WITH) && data.eraser != null && data.eraser != this) {
                return true;
            }
            data.eraser = contents.isEmpty() ? null : this;
            if (!is(Mistake.ERASING_DOES_NOT_COMPARE_THE_MARK)
                    && !Arrays.equals(contents.refs.get(lastRef.name()), lastRef.value())) {
                return true;
            }
            Predicate<String> isOrdinary =
                    name -> is(Mistake.ERASING_TAKES_THE_MARK_WITH_THE_REFS) || !name.equals(lastRef.name());
            int left = limit;
            if (is(Mistake.ERASING_TAKES_PAGES_FIRST)) {
                left -= take(contents.pages.keySet(), id -> true, left);
            }
            left -= take(contents.refs.keySet(), isOrdinary, left);
            left -= take(
                    contents.pages.keySet(),
                    id -> !is(Mistake.ERASING_SPARES_LARGE_STAMPS) || contents.pages.get(id).stamp < Long.MAX_VALUE,
                    left);
            left -= take(contents.refs.keySet(), name -> true, left);
            forgetIfEmpty(tenant);
            boolean early = is(Mistake.ERASING_SAYS_DONE_TOO_EARLY) && contents.refs.size() <= 1
                    || is(Mistake.ERASING_SPARES_LARGE_STAMPS) && contents.refs.isEmpty();
            return contents.isEmpty() || early;
        });
    }

    private static <T> int take(Set<T> all, Predicate<T> which, int limit) {
        int taken = 0;
        for (Iterator<T> each = all.iterator(); taken < limit && each.hasNext(); ) {
            if (which.test(each.next())) {
                each.remove();
                taken++;
            }
        }
        return taken;
    }

    @Override
    public Capabilities capabilities() {
        boolean able = !(closed && is(Mistake.CAPABILITIES_END_WITH_CLOSE));
        return new Capabilities(able, able, LIMIT, LIMIT);
    }

    @Override
    public void close() {
        if (closed && is(Mistake.CLOSING_TWICE_FAILS)) {
            throw new StoreException(StoreException.Kind.CLOSED, "closed already");
        }
        closed = true;
    }

    private void enter() {
        if (closed && is(Mistake.CALLS_AFTER_CLOSE_FAIL_OTHERWISE)) {
            throw new StoreException(StoreException.Kind.UNSUPPORTED, "not open");
        }
        if (closed && is(Mistake.A_FOREIGN_EXCEPTION_COMES_OUT)) {
            throw new IllegalStateException("not open");
        }
        if (closed && !is(Mistake.CALLS_AFTER_CLOSE_WORK)) {
            throw new StoreException(StoreException.Kind.CLOSED, "closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            broken |= is(Mistake.INTERRUPTS_BREAK_THE_STORE);
            boolean swallowed = is(Mistake.INTERRUPTS_ARE_SWALLOWED) && Thread.interrupted();
            if (!swallowed && is(Mistake.INTERRUPTED_READS_ARE_OF_UNKNOWN_OUTCOME)) {
                throw new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "interrupted");
            }
        }
        if (broken) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "the channel was closed by an interrupt");
        }
    }

    private void requireSizes(Collection<Page> pages, List<RefUpdate> updates) {
        boolean tooLarge = pages.stream().anyMatch(page -> page.bytes().length > LIMIT)
                || updates.stream().anyMatch(update -> update.next() != null && update.next().length > LIMIT);
        if (tooLarge && !is(Mistake.NOTHING_IS_TOO_LARGE)) {
            throw new StoreException(StoreException.Kind.TOO_LARGE, "too large");
        }
    }

    private Contents contents(TenantId tenant) {
        return data.tenants.computeIfAbsent(key(tenant), key -> new Contents(pageOrder()));
    }

    private Contents existing(TenantId tenant) {
        Contents contents = data.tenants.get(key(tenant));
        return contents == null ? new Contents(pageOrder()) : contents;
    }

    private void forgetIfEmpty(TenantId tenant) {
        if (existing(tenant).isEmpty() && !is(Mistake.AN_EMPTY_TENANT_IS_LISTED)) {
            data.tenants.remove(key(tenant));
        }
    }

    private Optional<byte[]> value(TenantId tenant, String name) {
        return Optional.ofNullable(existing(tenant).refs.get(refKey(name))).map(byte[]::clone);
    }

    private String refKey(String name) {
        return is(Mistake.NAMES_IGNORE_CASE) ? name.toLowerCase(Locale.ROOT) : name;
    }

    private TenantId key(TenantId tenant) {
        String text = is(Mistake.TENANTS_IGNORE_CASE) ? tenant.value().toLowerCase(Locale.ROOT) : tenant.value();
        int colon = is(Mistake.A_TENANT_ENDS_AT_A_COLON) ? text.indexOf(':') : -1;
        return new TenantId(colon < 0 ? text : text.substring(0, colon));
    }

    private Comparator<PageId> pageOrder() {
        return is(Mistake.PAGES_ARE_ORDERED_SIGNED)
                ? Comparator.comparingLong(PageId::high).thenComparingLong(PageId::low)
                : Comparator.naturalOrder();
    }

    private long limit(int limit) {
        return is(Mistake.THE_LARGEST_LIMIT_OVERFLOWS) ? Math.max(0, limit + 1) - 1L : limit;
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the window of a race as wide as a store on a disk has it. */
    private static void pause() {
        LockSupport.parkNanos(1);
    }
}
