package io.varve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL server of one test's own, which may be stopped, killed and started again on the same port and data. It is
 * gone at the latest when this JVM has ended.
 */
public final class TestServer implements AutoCloseable {

    private final Path folder;
    private ServerProcess process;

    private TestServer(Path folder) {
        this.folder = folder;
        this.process = ServerProcess.start(
                ProcessHandle.current(), folder, TestPostgres.shared().binaries(), 0);
    }

    /** Starts a server with a new database. */
    public static TestServer start() {
        try {
            return new TestServer(Files.createTempDirectory("varve-postgres-own-"));
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a folder for a server", e);
        }
    }

    /** The URL of the server's database {@code postgres}, for a user without a password. */
    public String url(String user) {
        return process.url(user);
    }

    /** The server's port on this machine. */
    public int port() {
        return process.port();
    }

    /** Has the server refuse a user who does not give a password, from the next connection on. */
    public void requirePassword(String user) {
        Path rules = folder.resolve(ServerProcess.DATA).resolve("pg_hba.conf");
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            Files.writeString(rules, "host all " + user + " all scram-sha-256\nhost all all all trust\n");
            statement.execute("SELECT pg_reload_conf()");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("can't change " + rules + ": " + e.getMessage(), e);
        }
    }

    /** Stops the server in an orderly way: connections are ended, transactions under way rolled back. */
    public void stop() {
        process.stop();
    }

    /** Kills the server with {@code kill -9}, as a crash of the machine would. */
    public void kill() {
        process.kill();
    }

    /** Starts the server again after {@link #stop} or {@link #kill}. */
    public void startAgain() {
        process = ServerProcess.start(
                ProcessHandle.current(), folder, TestPostgres.shared().binaries(), process.port());
    }

    @Override
    public void close() {
        process.stop();
        Folders.delete(folder);
    }
}
