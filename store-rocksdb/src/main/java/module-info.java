/** Keeps a Varve history in an embedded RocksDB: the store for one process and a local disk. */
module io.varve.store.rocksdb {
    requires transitive io.varve.spi;
    requires static org.jspecify;
    requires rocksdbjni;

    exports io.varve.store.rocksdb;

    provides io.varve.spi.SnapshotStoreProvider with
            io.varve.store.rocksdb.RocksDbSnapshotStoreProvider;
}
