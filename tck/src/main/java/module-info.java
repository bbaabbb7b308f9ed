/**
 * The contract suite of Varve's stores. A plugin author extends {@link io.varve.tck.SnapshotStoreContract} and says how
 * to open the store. {@link io.varve.tck.FaultStore} makes any store fail.
 */
module io.varve.tck {
    requires static transitive org.jspecify;
    requires transitive io.varve.spi;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires org.opentest4j;

    exports io.varve.tck;

    // JUnit calls the tests by reflection.
    opens io.varve.tck;
}
