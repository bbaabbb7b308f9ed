/** A Varve store in a SQL database. */
module io.varve.store.jdbc {
    requires transitive io.varve.spi;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires static org.jspecify;

    exports io.varve.store.jdbc;
}
