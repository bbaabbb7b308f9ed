/** A Varve store in this process. */
module io.varve.store.memory {
    requires transitive io.varve.spi;
    requires static org.jspecify;

    exports io.varve.store.memory;
}
