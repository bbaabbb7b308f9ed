package io.varve.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SnapshotStoresTest {

    @Test
    void the_scheme_chooses_the_provider_which_gets_the_whole_url_and_the_properties() {
        withProviders(List.of(Alpha.class, Beta.class), () -> {
            assertThatThrownBy(() -> SnapshotStores.open("beta://host/x?y=z", Map.of("k", "v")))
                    .hasMessage("beta got beta://host/x?y=z {k=v}");
            assertThatThrownBy(() -> SnapshotStores.open("alpha:")).hasMessage("alpha got alpha: {}");
        });
    }

    @Test
    void a_provider_may_have_several_schemes_in_any_case() {
        withProviders(List.of(Alpha.class), () -> {
            assertThatThrownBy(() -> SnapshotStores.open("a+1.x-y:")).hasMessage("alpha got a+1.x-y: {}");
            assertThatThrownBy(() -> SnapshotStores.open("ALPHA:x")).hasMessage("alpha got ALPHA:x {}");
        });
    }

    @Test
    void the_provider_can_not_change_the_properties() {
        withProviders(
                List.of(Meddler.class),
                () -> assertThatThrownBy(() -> SnapshotStores.open("meddler:", new HashMap<>()))
                        .isInstanceOf(UnsupportedOperationException.class));
    }

    @Test
    void an_unknown_scheme_is_answered_with_those_on_the_path() {
        withProviders(
                List.of(Beta.class, Alpha.class),
                () -> assertUnsupported(() -> SnapshotStores.open("gamma:x"))
                        .hasMessage("no store provider for 'gamma:' (asked to open 'gamma:x');"
                                + " on the path are: a+1.x-y: alpha: beta:"));
    }

    @Test
    void without_any_provider_the_message_says_what_to_add() {
        withProviders(
                List.of(),
                () -> assertUnsupported(() -> SnapshotStores.open("rocksdb:/data"))
                        .hasMessage(
                                "no store provider for 'rocksdb:' (asked to open 'rocksdb:/data'); no provider at all is on"
                                        + " the class path or module path: add a varve-store-… artefact"));
    }

    @Test
    void two_providers_of_one_scheme_are_refused_by_name() {
        withProviders(
                List.of(Beta.class, OtherBeta.class),
                () -> assertUnsupported(() -> SnapshotStores.open("beta:"))
                        .hasMessageStartingWith("several store providers for 'beta:'")
                        .hasMessageContaining(Beta.class.getName() + ", " + OtherBeta.class.getName()));
    }

    @Test
    void two_providers_of_one_scheme_do_not_bar_another() {
        withProviders(
                List.of(Beta.class, OtherBeta.class, Alpha.class),
                () -> assertThatThrownBy(() -> SnapshotStores.open("alpha:")).hasMessage("alpha got alpha: {}"));
    }

    @Test
    void a_provider_that_can_not_be_made_is_an_error_with_its_cause() {
        withProviders(
                List.of(Broken.class),
                () -> assertUnsupported(() -> SnapshotStores.open("alpha:"))
                        .hasMessageStartingWith("a store provider can't be loaded: ")
                        .hasMessageContaining(Broken.class.getName())
                        .hasRootCauseMessage("broken on purpose"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory", "/var/lib/shop", ":", ":x", "1a:", "-a:", "a b:", "a/b:c", "ä:"})
    void a_url_without_a_scheme_is_refused(String url) {
        assertUnsupported(() -> SnapshotStores.open(url))
                .hasMessage("a store URL begins with a scheme, such as memory: or rocksdb:/var/lib/shop; found '" + url
                        + "'");
    }

    @Test
    void no_message_repeats_a_password() {
        withProviders(List.of(Beta.class), () -> {
            assertUnsupported(() -> SnapshotStores.open("gamma://u:hunter2@h/?password=hunter2"))
                    .hasMessageNotContaining("hunter2");
            assertUnsupported(() -> SnapshotStores.open("//u:hunter2@h/?password=hunter2"))
                    .hasMessageNotContaining("hunter2");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    memory:                                  | memory:
                    rocksdb:/var/lib/shop                    | rocksdb:/var/lib/shop
                    jdbc:postgresql://u:pw@host:5432/db      | jdbc:postgresql://u:***@host:5432/db
                    jdbc:postgresql://u:p@w@host/db          | jdbc:postgresql://u:***@host/db
                    jdbc:postgresql://u:@host/db             | jdbc:postgresql://u:***@host/db
                    jdbc:postgresql://u@host:5432/db         | jdbc:postgresql://u@host:5432/db
                    jdbc:postgresql://host/db?password=pw    | jdbc:postgresql://host/db?password=***
                    x://h/?user=u&password=pw&ssl=true       | x://h/?user=u&password=***&ssl=true
                    jdbc:h2:file:/x;USER=sa;PASSWORD=pw;A=B  | jdbc:h2:file:/x;USER=sa;PASSWORD=***;A=B
                    x:?sslpassword=pw                        | x:?sslpassword=***
                    x:?pwd=a&token=b&client_secret=c         | x:?pwd=***&token=***&client_secret=***
                    x:?accessKey=a&apikey=b&key_id=c         | x:?accessKey=***&apikey=***&key_id=***
                    x:?password=                             | x:?password=***
                    x:?password = a b?c&user=u               | x:?password =***&user=u
                    x:?password="a;b&c";user=u               | x:?password=***
                    x:;password="a;b&c";user=u               | x:;password=***;user=u
                    jdbc:h2:mem:monkey;DB_CLOSE_DELAY=-1     | jdbc:h2:mem:monkey;DB_CLOSE_DELAY=-1
                    x://u:p/w?v@h/db                         | x://u:***@h/db
                    """)
    void passwords_and_the_like_are_masked(String url, String masked) {
        assertThat(SnapshotStores.masked(url)).isEqualTo(masked);
    }

    static Stream<String> urlsWithTheSecretsHunter2AndHunter3() {
        return Stream.of(
                "jdbc:postgresql://user:hunter2@host/db?password=hunter3&sslpassword=hunter2",
                "jdbc:postgresql://user:hunter2@h1:1,h2:2/db?user=a@b&PASSWORD=hunter3",
                "jdbc:postgresql://us er:hunter2@host/db",
                "jdbc:postgresql://user@corp.com:hunter2@host/db",
                "jdbc:postgresql://user%40corp:hun%40ter2hunter2@host/db",
                "jdbc:postgresql://user:@hunter2@@hunter3@host/db",
                "jdbc:postgresql://user:hunter2/hunter3?hunter2#hunter3;hunter2&hunter3@host/db",
                "jdbc:postgresql://user:hunter2\nhunter3@host/db",
                "jdbc:postgresql://:hunter2@host/db",
                "jdbc:postgresql://host/db?p%61ssword=hunter2&ssl=true",
                "jdbc:postgresql://host/db?password=hunter2;hunter3&user=u",
                "jdbc:postgresql://host/db?user=u&password=hunter2 hunter3",
                "jdbc:postgresql://host/db?password=%68unter2%26hunter2&user=u",
                "jdbc:postgresql://host/db?sslkey=hunter2&accessToken=hunter3",
                "jdbc:h2:file:/x;USER=sa;PASSWORD=hunter2&hunter3;CIPHER=AES",
                "jdbc:h2:file:/x;PASSWORD=hunter2&b=hunter3;CIPHER=AES",
                "jdbc:h2:file:/x;PASSWORD=hunter2\\;hunter3;CIPHER=AES",
                "jdbc:h2:file:/x;CIPHER=AES;PASSWORD=hunter2 hunter3",
                "jdbc:h2:file:/x; password = hunter2",
                "jdbc:h2:file:/x;PASSWORD=\"hunter2\"hunter3;CIPHER=AES",
                "jdbc:h2:file:/x;PASSWORD=\"hunter2;CIPHER=hunter3\"",
                "jdbc:h2:file:/x;PASSWORD='hunter2;hunter3'",
                "jdbc:sqlserver://host;user=u;password={hunter2;hunter3};encrypt=true",
                "jdbc:oracle:thin:scott/hunter2@host:1521:x",
                "jdbc:oracle:thin:scott/hunter2/hunter3@//host:1521/x",
                "redis://:hunter2@host",
                "s3:bucket?aws_secret_access_key=hunter2&credentials=hunter3",
                "x:?auth=hunter2",
                "x:?pw=hunter2",
                "x:?db_pass=hunter2",
                "password=hunter2");
    }

    @ParameterizedTest
    @MethodSource("urlsWithTheSecretsHunter2AndHunter3")
    void whatever_a_password_is_made_of_it_is_not_shown(String url) {
        assertThat(url).containsPattern("hunter[23]");
        assertThat(SnapshotStores.masked(url)).doesNotContain("hunter").doesNotContain("unter2");
    }

    @Test
    void a_url_of_any_length_is_masked() {
        String longSecret = "hunter2;".repeat(20_000);
        assertThat(SnapshotStores.masked("jdbc:h2:mem:;A=" + longSecret + "PASSWORD='" + longSecret + "'"))
                .endsWith("PASSWORD=***");
        assertThat(SnapshotStores.masked("jdbc:postgresql://u:" + longSecret + "@h"))
                .isEqualTo("jdbc:postgresql://u:***@h");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertUnsupported(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNSUPPORTED));
    }

    private static void withProviders(List<Class<?>> providers, Runnable test) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new ServiceFileLoader(before, providers));
        try {
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Answers the question for the service file with the given classes, without a file. */
    private static final class ServiceFileLoader extends ClassLoader {

        private static final String SERVICE_FILE = "META-INF/services/" + SnapshotStoreProvider.class.getName();

        private final List<Class<?>> providers;

        ServiceFileLoader(ClassLoader parent, List<Class<?>> providers) {
            super(parent);
            this.providers = providers;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!name.equals(SERVICE_FILE)) {
                return super.getResources(name);
            }
            String content =
                    String.join("\n", providers.stream().map(Class::getName).toList());
            return Collections.enumeration(List.of(new URL(null, "services:" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
                        }
                    };
                }
            })));
        }
    }

    /** Throws what it was asked to open, for the tests to read. */
    private abstract static class Echo implements SnapshotStoreProvider {

        @Override
        public SnapshotStore open(String url, Map<String, String> properties) {
            throw new IllegalStateException(
                    getClass().getSimpleName().toLowerCase(Locale.ROOT) + " got " + url + " " + properties);
        }
    }

    public static final class Alpha extends Echo {
        @Override
        public Set<String> schemes() {
            return Set.of("alpha", "a+1.x-y");
        }
    }

    public static final class Beta extends Echo {
        @Override
        public Set<String> schemes() {
            return Set.of("beta");
        }
    }

    public static final class OtherBeta extends Echo {
        @Override
        public Set<String> schemes() {
            return Set.of("beta");
        }
    }

    public static final class Meddler implements SnapshotStoreProvider {
        @Override
        public Set<String> schemes() {
            return Set.of("meddler");
        }

        @Override
        public SnapshotStore open(String url, Map<String, String> properties) {
            properties.put("k", "v");
            throw new AssertionError("the properties were changed");
        }
    }

    public static final class Broken extends Echo {
        public Broken() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Set<String> schemes() {
            return Set.of("broken");
        }
    }
}
