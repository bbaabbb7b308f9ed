package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What a failed write leaves behind: a store that takes no further ones, and tenants whose refs it can't tell.
 *
 * <p>When a write fails while it is written or synced (disk full, I/O error), its record may still have reached the log.
 * The running RocksDB does not show it, but the next open may replay it. So until then:
 *
 * <ul>
 *   <li>that write's outcome is unknown, and reading the refs of its tenant is refused, or a caller that reads back
 *       would conclude from the old value that the write is void, and be wrong after the next open;
 *   <li>no other write is tried, so that refusing it provably did nothing, and nothing acknowledged comes after the gap.
 * </ul>
 *
 * Pages and the refs of other tenants stay readable.
 */
final class FailedWrites {

    private final Path folder;
    private final AtomicReference<@Nullable RocksDBException> first = new AtomicReference<>();
    private final Map<TenantId, RocksDBException> unknown = new ConcurrentHashMap<>();

    FailedWrites(Path folder) {
        this.folder = folder;
    }

    StoreException record(TenantId tenant, RocksDBException e) {
        unknown.putIfAbsent(tenant, e);
        first.compareAndSet(null, e);
        return new StoreException(
                Kind.OUTCOME_UNKNOWN,
                "a write for tenant '" + tenant + "' to " + folder
                        + " failed, and may or may not be there after the next" + " open: " + Faults.textOf(e) + ". "
                        + remedy(),
                e);
    }

    boolean any() {
        return first.get() != null;
    }

    void requireWritable() {
        RocksDBException cause = first.get();
        if (cause != null) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the store in " + folder + " takes no writes since one failed: " + Faults.textOf(cause) + ". "
                            + remedy(),
                    cause);
        }
    }

    void requireKnown(TenantId tenant) {
        RocksDBException cause = unknown.get(tenant);
        if (cause != null) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the refs of tenant '" + tenant + "' in " + folder
                            + " are not known since a write of theirs failed: " + Faults.textOf(cause) + ". "
                            + remedy(),
                    cause);
        }
    }

    private static String remedy() {
        return "Mend the cause (is the disk full or failing?), then close the store and open it again";
    }
}
