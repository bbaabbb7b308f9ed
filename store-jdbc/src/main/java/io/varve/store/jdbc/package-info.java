/**
 * A store in a SQL database, reached through JDBC.
 * Open it with a {@code jdbc:} URL or over a {@code DataSource}.
 */
@NullMarked
package io.varve.store.jdbc;

import org.jspecify.annotations.NullMarked;
