/** Benchmarks of Varve. */
module io.varve.bench {
    requires bifurcan;
    requires clojure;
    requires com.github.mustachejava;
    requires info.picocli;
    requires io.varve.core;
    requires io.varve.store.jdbc;
    requires io.varve.store.memory;
    requires io.varve.store.rocksdb;
    requires io.vavr;
    requires java.desktop;
    requires java.management;
    requires jdk.management;
    requires jmh.core;
    requires jol.core;
    requires kotlinx.collections.immutable;
    requires org.pcollections;
    requires Paguro;
    requires scala.library;
    requires tools.jackson.databind;
    requires xchart;
    requires static org.jspecify;

    opens io.varve.bench.command to
            info.picocli;
}
