package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds out, when a store is opened, whether the tables are there and of a version that this library knows. */
final class SchemaCheck {

    private final SqlDialect dialect;
    private final Tables tables;

    SchemaCheck(SqlDialect dialect, Tables tables) {
        this.dialect = dialect;
        this.tables = tables;
    }

    /**
     * Makes the tables if they are missing and may be made, then requires the version.
     *
     * @param connection a connection in auto-commit mode
     * @param mayCreate whether missing tables are made
     * @throws StoreException {@code UNSUPPORTED} with the DDL if the tables are missing and can't be made, or naming
     *     both versions if the one found is newer
     */
    void require(Connection connection, boolean mayCreate) throws SQLException {
        OptionalInt found = version(connection);
        if (found.isEmpty()) {
            if (!mayCreate) {
                throw missing("may not be created (property create=false)", null);
            }
            found = create(connection);
        }
        if (found.getAsInt() != SchemaDefinition.VERSION) {
            throw new StoreException(
                    StoreException.Kind.UNSUPPORTED,
                    "the tables of Varve in this database have version " + found.getAsInt() + " (in "
                            + tables.version() + "), but this varve-store-jdbc knows version "
                            + SchemaDefinition.VERSION
                            + " only: open it with the release that wrote it, or a later one");
        }
    }

    /** Two who create at once may trip over each other; what counts is that the version is there in the end. */
    private OptionalInt create(Connection connection) throws SQLException {
        SQLException failure = null;
        try (Statement statement = connection.createStatement()) {
            for (String ddl : dialect.ddl(tables)) {
                statement.execute(ddl);
            }
        } catch (SQLException e) {
            failure = e;
        }
        OptionalInt created = version(connection);
        if (created.isEmpty()) {
            throw missing("could not be created" + (failure == null ? "" : ": " + Faults.messageOf(failure)), failure);
        }
        return created;
    }

    private OptionalInt version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM " + tables.version())) {
            rows.next();
            int version = rows.getInt(1);
            return rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
        } catch (SQLException e) {
            if (dialect.isMissingTable(e)) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    private StoreException missing(String why, @Nullable SQLException cause) {
        return new StoreException(
                StoreException.Kind.UNSUPPORTED,
                "the tables of Varve are missing in this database and " + why + ". Have them made with:\n\n"
                        + String.join(";\n", dialect.ddl(tables)) + ";\n",
                cause);
    }
}
