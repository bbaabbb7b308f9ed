package io.varve.store.jdbc;

import java.sql.SQLException;

/** Opens a database again that has given itself up. */
@FunctionalInterface
interface Revival {

    /**
     * Opens it with all that was committed, so that connections can be had again.
     *
     * @throws SQLException if that is not possible yet
     */
    void revive() throws SQLException;
}
