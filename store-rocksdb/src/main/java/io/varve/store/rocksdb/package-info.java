/**
 * A store in one directory, kept by an embedded RocksDB.
 * Open it with a URL such as {@code rocksdb:/var/lib/shop}.
 */
@NullMarked
package io.varve.store.rocksdb;

import org.jspecify.annotations.NullMarked;
