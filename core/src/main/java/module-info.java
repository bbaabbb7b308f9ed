/** Immutable states, snapshots, history and rollback over any Varve store. */
module io.varve.core {
    requires transitive com.esotericsoftware.kryo.kryo5;
    requires transitive io.vavr;
    requires transitive io.varve.spi;
    requires com.github.benmanes.caffeine;
    requires com.github.luben.zstd_jni;
    requires HdrHistogram;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.varve;
    exports io.varve.bundle;
    exports io.varve.collection;
    exports io.varve.diff;
    exports io.varve.event;
    exports io.varve.generic;
    exports io.varve.metrics;
}
