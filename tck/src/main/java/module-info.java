/** The contract suite for storage plugins. */
module io.varve.tck {
    requires transitive io.varve.spi;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports io.varve.tck;
}
