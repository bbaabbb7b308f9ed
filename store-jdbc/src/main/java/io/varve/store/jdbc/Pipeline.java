package io.varve.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are sent to PostgreSQL together, in one round trip. The driver sends what semicolons separate in one
 * text as statements of their own, one after the other without waiting; the server executes them in that order, each on a
 * snapshot of its own, and skips the rest once one has failed.
 */
final class Pipeline {

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();
    private int statements;

    /**
     * Appends a statement.
     *
     * @param values its parameters, each a {@code byte[]}, a {@code Long}, or a list of {@code byte[]} and nulls
     */
    Pipeline add(String statement, Object... values) {
        text.append(text.isEmpty() ? "" : ";\n").append(statement);
        parameters.addAll(List.of(values));
        statements++;
        return this;
    }

    /** How many statements there are. */
    int size() {
        return statements;
    }

    /** Executes all statements, whose rows don't matter. */
    void execute(Connection connection) throws SQLException {
        execute(connection, 0);
    }

    /**
     * Executes all statements.
     *
     * @param wanted the number of the statement, from 0, whose rows are read
     * @return the values in the second column by the text in the first
     */
    Map<String, Optional<byte[]>> execute(Connection connection, int wanted) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            bind(connection, statement);
            statement.execute();
            for (int passed = 0; passed < wanted; passed++) {
                statement.getMoreResults();
            }
            return valuesIn(statement.getResultSet());
        }
    }

    private static Map<String, Optional<byte[]>> valuesIn(@Nullable ResultSet rows) throws SQLException {
        Map<String, Optional<byte[]>> values = new HashMap<>();
        while (rows != null && rows.next()) {
            values.put(Keys.text(rows.getBytes(1)), Optional.ofNullable(rows.getBytes(2)));
        }
        return values;
    }

    private void bind(Connection connection, PreparedStatement statement) throws SQLException {
        int number = 1;
        for (Object value : parameters) {
            if (value instanceof List<?> elements) {
                statement.setArray(number, connection.createArrayOf("bytea", elements.toArray(new byte[0][])));
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(number, bytes);
            } else {
                statement.setLong(number, (Long) value);
            }
            number++;
        }
    }
}
