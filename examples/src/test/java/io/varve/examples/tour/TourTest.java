package io.varve.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tour tells the same on every store, and tells it as the file beside this test does. */
class TourTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int tour(String... args) {
        return Tour.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private static String expected() throws Exception {
        try (InputStream in = TourTest.class.getResourceAsStream("tour.txt")) {
            return new String(Objects.requireNonNull(in, "tour.txt").readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory:", "rocksdb:%s/rocks", "jdbc:h2:file:%s/h2"})
    void everyStoreTellsTheSame(String url) throws Exception {
        int code = tour("--store", String.format(url, folder));

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString().replace(System.lineSeparator(), "\n")).isEqualTo(expected());
    }

    @Test
    void withoutOptionsItNeedsNothing() throws Exception {
        assertThat(tour()).isZero();
        assertThat(out.toString().replace(System.lineSeparator(), "\n")).isEqualTo(expected());
    }

    @Test
    void oneSceneCanBePlayedAlone() {
        assertThat(tour("--store", "memory:", "--scene", "8")).isZero();
        assertThat(out.toString()).startsWith("8. Retention").doesNotContain("9. ");
    }

    @Test
    void aSceneThatDoesNotExistIsRefused() {
        assertThat(tour("--store", "memory:", "--scene", "17")).isEqualTo(2);
        assertThat(err.toString()).contains("1 to 16").contains("17");
    }

    @Test
    void aStoreThatIsNotEmptyIsLeftAlone() {
        String url = "rocksdb:" + folder.resolve("used");
        assertThat(tour("--store", url, "--scene", "1")).isZero();

        assertThat(tour("--store", url)).isEqualTo(2);
        assertThat(err.toString()).contains("not empty").contains("basic");
    }

    @Test
    void aStoreThatCannotBeOpenedIsReported() {
        assertThat(tour("--store", "nonsense:/tmp")).isEqualTo(2);
        assertThat(err.toString()).contains("nonsense");
    }
}
