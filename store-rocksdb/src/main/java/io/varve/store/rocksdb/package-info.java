/**
 * A snapshot store in an embedded RocksDB: one folder, one process, a synced write for each commit. Begin at {@link
 * io.varve.store.rocksdb.RocksDbSnapshotStore}.
 */
@NullMarked
package io.varve.store.rocksdb;

import org.jspecify.annotations.NullMarked;
