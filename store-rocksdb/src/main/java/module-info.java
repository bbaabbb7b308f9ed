/** A Varve store in an embedded RocksDB. */
module io.varve.store.rocksdb {
    requires transitive io.varve.spi;
    requires rocksdbjni;
    requires static org.jspecify;

    exports io.varve.store.rocksdb;
}
