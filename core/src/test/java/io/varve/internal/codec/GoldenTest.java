package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Pages of every released format, written once and kept for ever. To add those of a new version:
 * {@code mvn test -pl core -am -Dtest=GoldenTest -DargLine=-Dvarve.golden=src/test/resources/golden/vN}.
 */
class GoldenTest {

    private static final String STATE = "state";

    record Golden(
            Zoo.Everything everything,
            PersistentMap<String, Zoo.Shape> shapes,
            PersistentVector<String> texts,
            PersistentMap<Zoo.Key, String> documents) {}

    private final StateCodec<Golden> codec = Zoo.codec(Golden.class);

    @Test
    void thePagesOfVersionOneAreReadAndWrittenAsEver() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenTest.class.getResource("/golden/v1").toURI());
        MemoryPages golden = new MemoryPages();
        golden.pages.putAll(files(folder, ".page"));
        golden.schemas.putAll(files(folder, ".schema"));
        PageId root = PageId.parse(Files.readString(folder.resolve(STATE)).trim());

        assertThat(codec.read(root, golden)).isEqualTo(state());

        MemoryPages today = new MemoryPages();
        assertThat(today.write(codec, state()).id()).isEqualTo(root);
        assertThat(today.pages.keySet()).isEqualTo(golden.pages.keySet());
        assertThat(today.schemas.keySet()).isEqualTo(golden.schemas.keySet());
    }

    @Test
    @EnabledIfSystemProperty(named = "varve.golden", matches = ".+")
    void writeGoldenFiles() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("varve.golden")));
        MemoryPages pages = new MemoryPages();
        PageLink link = pages.write(codec, state());
        for (Map.Entry<PageId, byte[]> page : pages.pages.entrySet()) {
            Files.write(folder.resolve(page.getKey() + ".page"), page.getValue());
        }
        for (Map.Entry<PageId, byte[]> schema : pages.schemas.entrySet()) {
            Files.write(folder.resolve(schema.getKey() + ".schema"), schema.getValue());
        }
        Files.writeString(folder.resolve(STATE), link.id() + "\n");
    }

    private static Map<PageId, byte[]> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .collect(Collectors.toMap(
                            file -> PageId.parse(file.getFileName().toString().replace(suffix, "")), GoldenTest::read));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Golden state() {
        PersistentMap<String, Zoo.Shape> shapes = PersistentMap.empty();
        PersistentVector<String> texts = PersistentVector.empty();
        PersistentMap<Zoo.Key, String> documents = PersistentMap.empty();
        for (int i = 0; i < 400; i++) {
            shapes = shapes.put("shape " + i, i % 3 == 0 ? new Zoo.Square(i) : new Zoo.Circle(i / 7.0));
            texts = texts.append("text " + i);
        }
        for (int i = 0; i < 5; i++) {
            documents = documents.put(new Zoo.Key("n" + i, Zoo.Color.GREEN, i), "é☃".repeat(i * 300));
        }
        // The algorithm of Random is part of its contract, so this is the same state for ever.
        Zoo.Everything everything = new RandomValues(new Random(20)).state(Zoo.Everything.class, 250);
        return new Golden(everything, shapes, texts.drop(3), documents);
    }
}
