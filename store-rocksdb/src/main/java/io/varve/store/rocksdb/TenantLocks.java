package io.varve.store.rocksdb;

import io.varve.spi.TenantId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A lock for each tenant, under which its refs are compared and written. A lock is held while RocksDB syncs, so one
 * tenant's commits go one after another, while those of different tenants meet in RocksDB, which syncs them as a group.
 *
 * <p>Stripes rather than a map, so that memory does not grow with the tenants. Two tenants that share a stripe only
 * wait for each other.
 */
final class TenantLocks {

    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    ReentrantLock of(TenantId tenant) {
        int hash = tenant.hashCode() * 0x9E3779B9;
        return stripes[hash >>> 22];
    }
}
