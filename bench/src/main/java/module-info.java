/** Benchmarks of Varve. */
module io.varve.bench {
    requires io.varve.core;
    requires io.varve.store.jdbc;
    requires io.varve.store.memory;
    requires io.varve.store.rocksdb;
    requires jmh.core;
    requires static org.jspecify;
}
