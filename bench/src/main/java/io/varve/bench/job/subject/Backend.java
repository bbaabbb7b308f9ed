package io.varve.bench.job.subject;

import io.varve.testing.TestPostgres;
import io.varve.testing.TestSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of Varve's with a place of its own. PostgreSQL is a server from Maven artefacts that this JVM starts, with fsync
 * and synchronous commits on.
 */
public final class Backend implements AutoCloseable {

    private final String name;
    private final String url;
    private final @Nullable TestSchema schema;

    private Backend(String name, String url, @Nullable TestSchema schema) {
        this.name = name;
        this.url = url;
        this.schema = schema;
    }

    /**
     * Makes a place for a store.
     *
     * @param name memory, rocksdb, h2 or postgresql
     * @param folder where files may be
     * @return the place
     */
    public static Backend in(String name, Path folder) {
        return switch (name) {
            case "memory" -> new Backend(name, "memory:", null);
            case "rocksdb" -> new Backend(name, "rocksdb:" + folder.resolve("rocks"), null);
            case "h2" -> new Backend(name, "jdbc:h2:file:" + folder.resolve("h2"), null);
            case "postgresql" -> {
                TestSchema schema = TestPostgres.freshSchema();
                yield new Backend(name, schema.url(), schema);
            }
            default ->
                throw new IllegalArgumentException(
                        "no backend is called " + name + "; there are memory, rocksdb, h2, postgresql");
        };
    }

    /** {@return what it is called} */
    public String name() {
        return name;
    }

    /** {@return what a store is opened with} */
    public String url() {
        return url;
    }

    /** {@return whether anything is left when the process ends} */
    public boolean durable() {
        return !name.equals("memory");
    }

    /** {@return the processes that write: the server's too, where there is one} */
    Stream<ProcessHandle> processes() {
        Stream<ProcessHandle> own = Stream.of(ProcessHandle.current());
        return schema == null ? own : Stream.concat(own, server());
    }

    private Stream<ProcessHandle> server() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            ProcessHandle postmaster = ProcessHandle.of(answer.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run on this machine"));
            return Stream.concat(Stream.of(postmaster), postmaster.descendants());
        } catch (SQLException e) {
            throw new IllegalStateException("can't ask PostgreSQL for its processes: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (schema != null) {
            schema.close();
        }
    }
}
