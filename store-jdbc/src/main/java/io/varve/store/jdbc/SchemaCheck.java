package io.varve.store.jdbc;

import io.varve.spi.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Finds out, when a store is opened, whether the tables are there and of a version that this library knows. */
final class SchemaCheck {

    private static final int CREATION_TRIES = 30;
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

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

    /**
     * Two who create at once may trip over each other: engines report that in ways of their own ("object already exists"
     * in spite of {@code IF NOT EXISTS}, a deadlock, a schema lock that is not granted), and the one who fails may look
     * before the other is done. So whoever fails looks again for a while, and completes what is missing.
     */
    private OptionalInt create(Connection connection) throws SQLException {
        for (int tried = 1; ; tried++) {
            SQLException failure = tryToCreate(connection);
            OptionalInt created = version(connection);
            if (created.isPresent()) {
                return created;
            }
            if (tried == CREATION_TRIES) {
                throw missing(
                        "could not be created" + (failure == null ? "" : ": " + Faults.messageOf(failure)), failure);
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
        }
    }

    private @Nullable SQLException tryToCreate(Connection connection) {
        SQLException withoutSchema = null;
        try (Statement statement = connection.createStatement()) {
            for (String ddl : dialect.ddl(tables)) {
                try {
                    statement.execute(ddl);
                } catch (SQLException e) {
                    if (!ddl.startsWith(SchemaDefinition.CREATE_SCHEMA)) {
                        throw e;
                    }
                    // refused also where the schema is there; if it is not, the next statement says so
                    withoutSchema = e;
                }
            }
            return null;
        } catch (SQLException e) {
            return withoutSchema == null ? e : withoutSchema;
        }
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
