package io.varve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server for tests: one for all, as durable as a user's, and never left behind. */
class TestPostgresTest {

    private static String ask(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Process child(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                TestPostgresTest.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What {@link #child} runs: lives until it is killed, or asks for the server of another process. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 0) {
            Thread.sleep(Duration.ofHours(1).toMillis());
        } else {
            ProcessHandle build = ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow();
            System.out.print(TestPostgres.of(build, Path.of(arguments[1])).port());
        }
    }

    @Test
    void it_syncs_what_it_commits() throws SQLException {
        assertThat(ask(TestPostgres.url(), "SHOW fsync")).isEqualTo("on");
        assertThat(ask(TestPostgres.url(), "SHOW synchronous_commit")).isEqualTo("on");
    }

    @Test
    void a_schema_is_the_current_one_of_its_URL_and_gone_after_its_test() throws SQLException {
        String name;
        try (TestSchema schema = TestPostgres.freshSchema()) {
            name = schema.name();
            schema.execute("CREATE TABLE things (id INTEGER)");
            assertThat(ask(schema.url(), "SELECT current_schema()")).isEqualTo(name);
            assertThat(ask(schema.url(), "SELECT count(*) FROM things")).isEqualTo("0");
        }
        assertThat(ask(TestPostgres.url(), "SELECT count(*) FROM pg_namespace WHERE nspname = '" + name + "'"))
                .isEqualTo("0");
    }

    @Test
    void all_who_ask_at_once_get_one_server_which_ends_with_a_build_that_is_killed() throws Exception {
        Process build = child();
        try {
            Path binaries = TestPostgres.shared().binaries();
            String pid = Long.toString(build.pid());
            List<Process> asking = List.of(child(pid, binaries.toString()), child(pid, binaries.toString()));
            ServerProcess server = TestPostgres.of(build.toHandle(), binaries);
            for (Process each : asking) {
                assertThat(new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(Integer.toString(server.port()));
            }
            assertThat(ask(server.url("postgres"), "SELECT 1")).isEqualTo("1");

            build.destroyForcibly();

            await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(server.folder()));
            assertThatThrownBy(() -> ask(server.url("postgres"), "SELECT 1")).isInstanceOf(SQLException.class);
        } finally {
            build.destroyForcibly();
        }
    }

    @Test
    void a_server_that_cannot_start_says_why(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("binaries"), "a file where a folder should be");
        assertThatThrownBy(() -> ServerProcess.start(ProcessHandle.current(), folder, file, 0))
                .hasMessageContaining("PostgreSQL for tests did not start")
                .hasMessageContaining("binaries");
    }
}
