/** Runnable examples of Varve. */
module io.varve.examples {
    requires info.picocli;
    requires io.varve.core;
    requires io.varve.store.jdbc;
    requires io.varve.store.memory;
    requires io.varve.store.rocksdb;
    requires org.eclipse.jgit;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    opens io.varve.examples.replay to
            info.picocli;
}
