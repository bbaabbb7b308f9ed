/** A Varve store in this process, which ends with it. */
module io.varve.store.memory {
    requires transitive io.varve.spi;
    requires static org.jspecify;

    exports io.varve.store.memory;

    provides io.varve.spi.SnapshotStoreProvider with
            io.varve.store.memory.MemorySnapshotStoreProvider;
}
