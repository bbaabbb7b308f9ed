/**
 * A snapshot store in an embedded RocksDB: one folder, one process, a synced write for each commit. Begin at {@link
 * io.varve.store.rocksdb.RocksDbSnapshotStore}. A small commit's pages are written as one {@link io.varve.store.rocksdb.Pack},
 * and moved to where they belong by {@link io.varve.store.rocksdb.Folding}; {@link io.varve.store.rocksdb.StoredPages} reads
 * both.
 */
@NullMarked
package io.varve.store.rocksdb;

import org.jspecify.annotations.NullMarked;
