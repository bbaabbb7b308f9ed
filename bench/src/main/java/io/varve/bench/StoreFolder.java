package io.varve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder in which a benchmark's store has its files. */
final class StoreFolder implements AutoCloseable {

    private final Path folder;

    StoreFolder() throws IOException {
        this.folder = Files.createTempDirectory("varve-bench");
    }

    /** The URL of a store of a backend in this folder. */
    String url(String backend) {
        return switch (backend) {
            case "memory" -> "memory:";
            case "rocksdb" -> "rocksdb:" + folder.resolve("rocks");
            case "h2" -> "jdbc:h2:file:" + folder.resolve("h2");
            default -> throw new IllegalArgumentException("no backend is called " + backend);
        };
    }

    /** Removes the folder with all that is in it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
