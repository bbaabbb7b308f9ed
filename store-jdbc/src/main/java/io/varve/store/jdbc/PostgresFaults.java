package io.varve.store.jdbc;

import io.varve.spi.StoreException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;

/**
 * What PostgreSQL's SQL states mean to a store. A failed statement makes the server undo its whole transaction, so a
 * failure that the server reports has not been applied; one that it could not report may have been.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class PostgresFaults {

    private static final String ROW_MISSING = "22012"; // division by zero: see PostgresStatements
    private static final String READ_ONLY = "25006";
    private static final String IDLE_TOO_LONG = "25P03";
    private static final String TRANSACTION_TOO_LONG = "25P04";
    private static final String SERIALIZATION = "40001";
    private static final String STATEMENT_COMPLETION_UNKNOWN = "40003";
    private static final String DEADLOCK = "40P01";
    private static final String NOT_PERMITTED = "42501";
    private static final String LOCK_TIMEOUT = "55P03";
    private static final String DISK_FULL = "53100";
    private static final String OUT_OF_MEMORY = "53200";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String CANCELED = "57014";
    private static final String DATA_CORRUPTED = "XX001";
    private static final String INDEX_CORRUPTED = "XX002";

    /** Classes of states with which the server answers a statement, which it has undone, and stays connected. */
    private static final Set<String> UNDONE =
            Set.of("0A", "22", "23", "25", "26", "34", "3D", "3F", "40", "42", "53", "54", "55");

    private PostgresFaults() {}

    static boolean isRowMissing(SQLException e) {
        return ROW_MISSING.equals(state(e));
    }

    static boolean isReadOnly(SQLException e) {
        return READ_ONLY.equals(state(e));
    }

    static boolean isMissingTable(SQLException e) {
        String state = state(e);
        return state.equals("42P01") || state.equals("3F000");
    }

    static boolean isRetryable(SQLException e) {
        String state = state(e);
        return state.equals(SERIALIZATION) || state.equals(DEADLOCK) || state.equals(ROW_MISSING);
    }

    /**
     * Whether a failure, of statements of which the last was {@code COMMIT}, has certainly been rolled back. Else the
     * connection was lost, by the network or by the server's end, or the state is not one that says what became of it.
     */
    static boolean isRolledBack(SQLException e) {
        return switch (state(e)) {
            case CANCELED -> true;
            case STATEMENT_COMPLETION_UNKNOWN, IDLE_TOO_LONG, TRANSACTION_TOO_LONG -> false;
            default -> UNDONE.contains(classOf(e));
        };
    }

    static Kind kindOf(SQLException e) {
        return switch (state(e)) {
            case DISK_FULL -> Kind.TOO_LARGE;
            case DATA_CORRUPTED, INDEX_CORRUPTED -> Kind.CORRUPT;
            default ->
                switch (classOf(e)) {
                    case "54" -> Kind.TOO_LARGE;
                    case "0A", "28", "3D", "3F", "42" -> Kind.UNSUPPORTED;
                    default -> Kind.UNAVAILABLE;
                };
        };
    }

    static Optional<String> adviceOn(SQLException e) {
        String advice = switch (state(e)) {
            case SERIALIZATION, DEADLOCK ->
                "it was rolled back and tried again several times: other transactions use the same rows";
            case LOCK_TIMEOUT -> "another transaction holds the same tenant for long";
            case CANCELED -> "somebody canceled the statement, or it reached the server's statement_timeout";
            case READ_ONLY ->
                "the server is a standby, or the database or user is set to read only; after a failover, connect"
                        + " to the new primary (in a URL: several hosts and targetServerType=primary)";
            case NOT_PERMITTED -> "grant the user what is missing (SELECT, INSERT, UPDATE, DELETE on the tables)";
            case DISK_FULL -> "the server's disk is full: make room on it";
            case OUT_OF_MEMORY -> "the server has no memory left";
            case TOO_MANY_CONNECTIONS ->
                "the server has no connection left: raise max_connections, or let the pools of its clients have"
                        + " fewer";
            case "" -> isPoolExhausted(e) ? "all connections of the pool are in use: make the pool larger" : "";
            default ->
                switch (classOf(e)) {
                    case "08" -> "see whether the server runs and can be reached from here";
                    case "28" -> "the server refuses the user or the password";
                    case "3D" -> "create the database, or correct the URL";
                    case "57" -> "the server is being stopped or started, or its administrator ended the session";
                    default -> "";
                };
        };
        return advice.isEmpty() ? Optional.empty() : Optional.of(advice);
    }

    private static boolean isPoolExhausted(SQLException e) {
        return e instanceof SQLTransientConnectionException;
    }

    private static String classOf(SQLException e) {
        String state = state(e);
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    /** The state of a failure or, where a pool wraps it without, of its cause; empty if there is none. */
    private static String state(SQLException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException failure
                    && failure.getSQLState() != null
                    && !failure.getSQLState().isEmpty()) {
                return failure.getSQLState();
            }
        }
        return "";
    }
}
