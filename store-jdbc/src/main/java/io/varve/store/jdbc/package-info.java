/**
 * A store in a SQL database, reached through plain JDBC. Open it with a {@code jdbc:} URL ({@link
 * io.varve.store.jdbc.JdbcSnapshotStoreProvider}) or over a {@code DataSource} ({@link
 * io.varve.store.jdbc.JdbcSnapshotStore}).
 */
@NullMarked
package io.varve.store.jdbc;

import org.jspecify.annotations.NullMarked;
