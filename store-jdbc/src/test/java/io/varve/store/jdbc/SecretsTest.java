package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password that a store was given shows nowhere: in no exception of a chain, on no stream, in no file. */
class SecretsTest {

    private static final String SECRET = "hunter2";

    @TempDir
    Path folder;

    @BeforeEach
    void createDatabase() {
        SnapshotStores.open(url(), Map.of("user", "owner", "password", "right")).close();
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("history");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";USER=owner;PASSWORD=hunter2",
                ";USER=owner;PASSWORD=hunter2 hunter2;CIPHER=AES",
                ";USER=owner;PASSWORD=hunter2;CIPHER=AES",
                ";USER=owner;PASSWORD=a;hunter2",
                ";USER=owner;PASSWORD=a;hunter2=b",
                ";USER=owner;PASSWORD=a\\;hunter2",
                ";USER=owner;PASSWORD=hunter2;PASSWORD=hunter2",
                ";USER=owner;PASSWORD=hunter2;INIT=x",
                ";PASSWORD=hunter2&b=hunter2",
                ";password=hunter2;CACHE_SIZE=many",
                ";PASSWORD=hunter2;SCHEMA=none",
                "\0;PASSWORD=hunter2",
                ".mv.db/below/a/file;PASSWORD=hunter2"
            })
    void in_a_url(String rest) throws IOException {
        assertSecretIsKept(url() + rest, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:tcp://localhost:1/x;PASSWORD=hunter2",
                "jdbc:h2:tcp://user:hunter2@localhost/x",
                "jdbc:oracle:thin:user/hunter2@localhost:1/x",
                "jdbc:mysql://user:hunter2@localhost/x?password=hunter2"
            })
    void in_a_url_of_what_is_not_known(String url) throws IOException {
        assertSecretIsKept(url, Map.of());
    }

    @Test
    void in_the_properties() throws IOException {
        assertSecretIsKept(url(), Map.of("user", "owner", "password", SECRET));
        assertSecretIsKept(url(), Map.of("password", SECRET, "schema", "x; DROP TABLE varve_refs"));
        assertSecretIsKept(url(), Map.of("password", SECRET, "create", "perhaps"));
        assertSecretIsKept(url(), Map.of("pasword", SECRET));
        assertSecretIsKept(url() + ";CIPHER=AES", Map.of("password", SECRET));
        assertSecretIsKept(url() + ";CIPHER=NONE", Map.of("password", SECRET + " " + SECRET));
        assertSecretIsKept(url() + ";PASSWORD=" + SECRET, Map.of("password", SECRET));
    }

    @Test
    void in_a_data_source() throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url());
        source.setUser("owner");
        source.setPassword(SECRET);
        assertSecretIsKept(() -> JdbcSnapshotStore.open(source).close());
    }

    @Test
    void in_what_values_print_of_themselves() {
        assertThat(List.of(
                        H2Url.parse(url() + ";PASSWORD=" + SECRET).toString(),
                        Settings.forUrl(Map.of("password", SECRET)).toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
    }

    private void assertSecretIsKept(String url, Map<String, String> properties) throws IOException {
        assertSecretIsKept(() -> SnapshotStores.open(url, properties).close());
    }

    private void assertSecretIsKept(Runnable opening) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        Throwable failure;
        try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            System.setErr(captured);
            failure = catchThrowable(opening::run);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(failure).isInstanceOf(StoreException.class);
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertKept("the exception", text.toString());
        assertKept("what was printed", printed.toString(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertKept(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void assertKept(String where, String text) {
        assertThat(text.toLowerCase(Locale.ROOT)).as(where).doesNotContain(SECRET);
    }
}
