package io.varve.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A schema of tests' own, which goes with all that is in it when it is closed. */
public final class TestSchema implements AutoCloseable {

    private final String server;
    private final String name;
    private final Connection connection;

    private TestSchema(String server, String name, Connection connection) {
        this.server = server;
        this.name = name;
        this.connection = connection;
    }

    static TestSchema in(String server) {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try {
            TestSchema schema = new TestSchema(server, name, DriverManager.getConnection(server));
            schema.execute("CREATE SCHEMA " + name);
            schema.execute("SET search_path = " + name);
            schema.execute("SET lock_timeout = '30s'");
            return schema;
        } catch (SQLException e) {
            throw new IllegalStateException("can't connect to " + server + ": " + e.getMessage(), e);
        }
    }

    /** Its name, a plain identifier. */
    public String name() {
        return name;
    }

    /** The URL of the database, on whose connections tables without a schema are in this one. */
    public String url() {
        return server + "&currentSchema=" + name;
    }

    /** Executes a statement as superuser, with this schema as the current one. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            execute("DROP SCHEMA " + name + " CASCADE");
        } catch (SQLException e) {
            throw new IllegalStateException("can't close the connection of " + name + ": " + e.getMessage(), e);
        }
    }
}
