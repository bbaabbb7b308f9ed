package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What a failed write leaves behind: a database that takes no further ones, and tenants whose refs it can't tell, until it
 * is opened again ({@link OpenFolder}).
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
    private final AtomicReference<@Nullable Failure> first = new AtomicReference<>();
    private final Set<TenantId> unknown = ConcurrentHashMap.newKeySet();

    FailedWrites(Path folder) {
        this.folder = folder;
    }

    StoreException record(TenantId tenant, Exception e) {
        Failure failure = noted(e);
        unknown.add(tenant);
        return failure.as(
                Kind.OUTCOME_UNKNOWN,
                "a write for tenant '" + tenant + "' to " + folder
                        + " failed, and may or may not be there once the cause is gone");
    }

    /** As for a tenant's write, but of one that only moves pages, so that all refs stay known. */
    StoreException recordMove(Exception e) {
        return noted(e).as(Kind.UNAVAILABLE, "moving pages within " + folder + " failed");
    }

    private Failure noted(Exception e) {
        String why = e instanceof RocksDBException fault ? Faults.textOf(fault) : String.valueOf(e.getMessage());
        Failure failure = new Failure(why, e);
        first.compareAndSet(null, failure);
        return failure;
    }

    boolean any() {
        return first.get() != null;
    }

    boolean isUnknown(TenantId tenant) {
        return unknown.contains(tenant);
    }

    void requireWritable() {
        Failure failure = first.get();
        if (failure != null) {
            throw failure.as(Kind.UNAVAILABLE, "the store in " + folder + " takes no writes since one failed");
        }
    }

    void requireKnown(TenantId tenant) {
        Failure failure = first.get();
        if (failure != null && isUnknown(tenant)) {
            throw failure.as(
                    Kind.UNAVAILABLE,
                    "the refs of tenant '" + tenant + "' in " + folder
                            + " are not known since a write of theirs failed");
        }
    }

    /** Why the first write failed. */
    private record Failure(String why, Exception cause) {

        StoreException as(Kind kind, String what) {
            return new StoreException(
                    kind,
                    what + ": " + why
                            + ". Mend the cause (is the disk full, failing, or read-only?); the store goes on by"
                            + " itself then",
                    cause);
        }
    }
}
