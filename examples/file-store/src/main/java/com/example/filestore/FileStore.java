package com.example.filestore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.example.filestore.TenantLog.Entry;
import io.varve.spi.*;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.*;

/** A store in a folder of plain files: a {@link TenantLog} for each tenant, and one lock that all processes share. */
public final class FileStore implements SnapshotStore {

    private static final String PAGE = "p", REF = "r"; // how keys begin
    private static final Capabilities CAPABILITIES = new Capabilities(true, true, 16 << 20, 1 << 20);

    // The operating system locks a file for a whole process. Among its threads and instances, these decide.
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Map<TenantId, TenantLog> logs = new HashMap<>();
    private volatile boolean closed;

    /** Opens the store in a folder, which is made if it is not there. */
    public FileStore(Path folder) {
        try {
            this.folder = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't make the folder " + folder + ": " + e, e);
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Works while nobody else does. An interrupted thread gets no lock; the channel that its interrupt closes is its own. */
    private <T> T locked(Work<T> work) {
        ReentrantLock ours = LOCKS.computeIfAbsent(folder, key -> new ReentrantLock());
        ours.lock();
        try (FileChannel file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock theirs = file.lock()) {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "the store in " + folder + " is closed");
            }
            return work.run();
        } catch (IOException e) { // What fails in a write is told there.
            throw new StoreException(Kind.UNAVAILABLE, "can't use " + folder + ": " + e, e);
        } finally {
            ours.unlock();
        }
    }

    /** Named by digits and small letters, at most 202 of them: file systems differ in what else they can tell apart. */
    private TenantLog log(TenantId tenant) throws IOException {
        String name = new BigInteger(tenant.value().getBytes(US_ASCII)).toString(36) + ".log";
        TenantLog log = logs.computeIfAbsent(tenant, key -> new TenantLog(folder.resolve(name)));
        log.catchUp();
        return log;
    }

    private static Stream<TenantId> tenantOf(Path file) {
        String name = file.getFileName().toString();
        return !name.endsWith(".log") ? Stream.empty() : Stream.of(new TenantId(
                new String(new BigInteger(name.replace(".log", ""), 36).toByteArray(), US_ASCII)));
    }

    @Override
    public CommitResult commit(TenantId tenant, long stamp, Collection<Page> pages, List<RefUpdate> updates) {
        pages.forEach(page -> requireSize("page " + page.id(), page.bytes(), CAPABILITIES.maxPageBytes()));
        updates.forEach(update -> requireSize("ref " + update.name(), update.next(), CAPABILITIES.maxRefBytes()));
        return locked(() -> {
            TenantLog log = log(tenant);
            Map<String, byte[]> actual = log.read(updates.stream().map(update -> REF + update.name()).toList());
            if (!updates.stream().allMatch(each -> Arrays.equals(each.expected(), actual.get(REF + each.name())))) {
                return CommitResult.conflict(updates.stream().collect(Collectors.toMap(
                        RefUpdate::name, update -> Optional.ofNullable(actual.get(REF + update.name())))));
            }
            List<Entry> entries = new ArrayList<>();
            List<Page> stamped = pages.stream().filter(page -> log.place(PAGE + page.id()).stamp() < stamp).toList();
            Map<String, byte[]> kept = log.read(stamped.stream().map(page -> PAGE + page.id()).toList());
            stamped.forEach(page -> entries.add(
                    new Entry(PAGE + page.id(), stamp, kept.getOrDefault(PAGE + page.id(), page.bytes()))));
            updates.stream().filter(each -> !each.isCheck())
                    .forEach(each -> entries.add(new Entry(REF + each.name(), 0, each.next())));
            if (!entries.isEmpty()) {
                log.append(entries);
            }
            return CommitResult.applied();
        });
    }

    private static void requireSize(String what, byte[] bytes, int limit) {
        if (bytes != null && bytes.length > limit) {
            throw new StoreException(Kind.TOO_LARGE, what + " has over " + limit + " bytes: " + bytes.length);
        }
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        return locked(() -> log(tenant).read(ids.stream().map(id -> PAGE + id).toList()).entrySet().stream()
                .collect(Collectors.toMap(page -> PageId.parse(page.getKey().substring(1)), Map.Entry::getValue)));
    }

    @Override
    public List<PageStat> scanPages(TenantId tenant, PageId after, int limit) {
        return locked(() -> {
            TenantLog log = log(tenant);
            return keys(log, PAGE, after == null ? "" : PAGE + after, limit)
                    .map(key -> new PageStat(PageId.parse(key.substring(1)), log.place(key).stamp(), log.place(key).size()))
                    .toList();
        });
    }

    private static Stream<String> keys(TenantLog log, String prefix, String after, int limit) {
        return log.places.tailMap(after, false).keySet().stream().filter(key -> key.startsWith(prefix)).limit(limit);
    }

    @Override
    public int deletePages(TenantId tenant, RefUpdate guard, Collection<PageId> ids, long stampBelow) {
        return locked(() -> {
            TenantLog log = log(tenant);
            List<Entry> removals = ids.stream().map(id -> PAGE + id).distinct().filter(log.places::containsKey)
                    .filter(key -> log.place(key).stamp() < stampBelow).map(key -> new Entry(key, 0, null)).toList();
            if (removals.isEmpty() || !Arrays.equals(guard.expected(), log.read(REF + guard.name()))) {
                return 0;
            }
            log.append(removals);
            return removals.size();
        });
    }

    @Override
    public Optional<byte[]> readRef(TenantId tenant, String name) {
        return locked(() -> Optional.ofNullable(log(tenant).read(REF + name)));
    }

    @Override
    public List<Ref> scanRefs(TenantId tenant, String prefix, String after, int limit) {
        return locked(() -> {
            TenantLog log = log(tenant);
            List<String> keys = keys(log, REF + prefix, after == null ? "" : REF + after, limit).toList();
            return log.read(keys).entrySet().stream().map(ref -> new Ref(ref.getKey().substring(1), ref.getValue())).toList();
        });
    }

    @Override
    public List<TenantId> scanTenants(TenantId after, int limit) {
        return locked(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.flatMap(FileStore::tenantOf).filter(tenant -> after == null || tenant.compareTo(after) > 0)
                        .sorted().limit(limit).toList();
            }
        });
    }

    /** Removes all in one step, which the contract allows. */
    @Override
    public boolean eraseTenant(TenantId tenant, Ref last, int limit) {
        return locked(() -> {
            TenantLog log = log(tenant);
            if (Arrays.equals(last.value(), log.read(REF + last.name()))) {
                log.append(log.places.keySet().stream().map(key -> new Entry(key, 0, null)).toList());
            }
            return true;
        });
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /** Between two calls nothing is held that needed to be released. */
    @Override
    public void close() {
        closed = true;
    }
}
