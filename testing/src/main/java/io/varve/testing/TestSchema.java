package io.varve.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A schema of one test's own, which goes with all that is in it when it is closed. */
public final class TestSchema implements AutoCloseable {

    private final String server;
    private final String name;

    private TestSchema(String server, String name) {
        this.server = server;
        this.name = name;
    }

    static TestSchema in(String server) {
        TestSchema schema =
                new TestSchema(server, "t" + UUID.randomUUID().toString().replace("-", ""));
        schema.execute("CREATE SCHEMA " + schema.name);
        return schema;
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
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '30s'");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        execute("DROP SCHEMA " + name + " CASCADE");
    }
}
