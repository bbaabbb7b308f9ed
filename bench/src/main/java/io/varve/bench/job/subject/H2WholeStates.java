package io.varve.bench.job.subject;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.LongStream;

/**
 * Whole states in a table of H2, in a file. Since H2's commit does not force the file, each put ends with {@code CHECKPOINT
 * SYNC}, and {@code WRITE_DELAY} is 0, without which that may force too early.
 */
final class H2WholeStates implements WholeStates {

    private final Connection connection;

    H2WholeStates(Path folder) {
        try {
            this.connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("naive-h2"), "sa", "");
            execute("SET WRITE_DELAY 0");
            execute("CREATE TABLE IF NOT EXISTS states(number BIGINT PRIMARY KEY, put_at TIMESTAMP, state BLOB)");
            execute("CREATE TABLE IF NOT EXISTS head(number BIGINT)");
        } catch (SQLException e) {
            throw new IllegalStateException("can't open H2 in " + folder, e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void put(long number, byte[] state, long remove) {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO states VALUES (?, CURRENT_TIMESTAMP, ?)")) {
            connection.setAutoCommit(false);
            insert.setLong(1, number);
            insert.setBytes(2, state);
            insert.executeUpdate();
            execute("DELETE FROM states WHERE number = " + remove);
            setHead(number);
            connection.commit();
            connection.setAutoCommit(true);
            execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException("can't write state " + number, e);
        }
    }

    private void setHead(long number) throws SQLException {
        execute("DELETE FROM head");
        execute("INSERT INTO head VALUES (" + number + ")");
    }

    @Override
    public void point(long number) {
        try {
            connection.setAutoCommit(false);
            setHead(number);
            connection.commit();
            connection.setAutoCommit(true);
            execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException("can't make state " + number + " the head", e);
        }
    }

    @Override
    public long head() {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT number FROM head")) {
            if (!found.next()) {
                throw new IllegalStateException("there is no head");
            }
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("can't read which state is the head", e);
        }
    }

    @Override
    public byte[] get(long number) {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT state FROM states WHERE number = " + number)) {
            if (!found.next()) {
                throw new IllegalStateException("there is no state " + number);
            }
            return found.getBytes(1);
        } catch (SQLException e) {
            throw new IllegalStateException("can't read state " + number, e);
        }
    }

    @Override
    public long[] list() {
        LongStream.Builder numbers = LongStream.builder();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT number, put_at FROM states ORDER BY number")) {
            while (found.next()) {
                if (found.getTimestamp(2).getTime() > 0) {
                    numbers.add(found.getLong(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("can't list the states", e);
        }
        return numbers.build().toArray();
    }

    @Override
    public void deleteBelow(long number) {
        try {
            execute("DELETE FROM states WHERE number < " + number);
            execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException("can't delete the states below " + number, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("can't close H2", e);
        }
    }
}
