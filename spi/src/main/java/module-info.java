/**
 * What a storage backend of Varve implements, and how an application finds one. It depends on nothing but the JDK.
 *
 * <p>A plugin author starts at {@link io.varve.spi.SnapshotStore}, an application at {@link io.varve.spi.SnapshotStores}.
 */
module io.varve.spi {
    requires static transitive org.jspecify;

    exports io.varve.spi;

    uses io.varve.spi.SnapshotStoreProvider;
}
