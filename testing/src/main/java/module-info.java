/** A real PostgreSQL server for this build's tests. */
module io.varve.testing {
    requires transitive java.sql;
    requires embedded.postgres;
    requires static org.jspecify;

    exports io.varve.testing;
}
