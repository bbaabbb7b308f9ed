package io.varve.store.jdbc;

import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.IOException;
import java.sql.SQLException;

/** Makes what JDBC throws into what the contract of a store allows. */
final class Faults {

    private final SqlDialect dialect;

    Faults(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** A failure after which nothing has been applied. */
    StoreException notApplied(String asked, SQLException e) {
        return fault(dialect.kindOf(e), asked, e);
    }

    /** A failure after which what was asked may have been applied, or may not be on the disk. */
    StoreException unknown(String asked, SQLException e) {
        return fault(StoreException.Kind.OUTCOME_UNKNOWN, asked, e);
    }

    private StoreException fault(StoreException.Kind kind, String asked, SQLException e) {
        return new StoreException(
                kind,
                "can't " + asked + ": " + describe(e)
                        + dialect.adviceOn(e).map(advice -> "; " + advice).orElse(""),
                e);
    }

    /** What the engine says, after what the system told it if that was the reason: "No space left on device". */
    String describe(SQLException e) {
        String message = messageOf(e);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !message.contains(String.valueOf(cause.getMessage()))) {
                return cause.getMessage() + " (" + message + ")";
            }
        }
        return message;
    }

    /** The first line of what the engine says; H2 appends the statement on further lines. */
    static String messageOf(SQLException e) {
        String message = e.getMessage();
        return message == null
                ? "SQL state " + e.getSQLState()
                : SnapshotStores.masked(message.lines().findFirst().orElse("")).replaceFirst("; SQL statement:$", "");
    }
}
