/** A Varve store in a SQL database. */
module io.varve.store.jdbc {
    requires transitive io.varve.spi;
    requires transitive java.sql;
    requires static com.h2database; // a DataSource may lead to another engine
    requires static com.zaxxer.hikari; // for PostgreSQL by URL, like its driver
    requires static org.checkerframework.checker.qual; // the driver's annotations
    requires static org.postgresql.jdbc;
    requires static org.jspecify;

    exports io.varve.store.jdbc;

    provides io.varve.spi.SnapshotStoreProvider with
            io.varve.store.jdbc.JdbcSnapshotStoreProvider;
}
