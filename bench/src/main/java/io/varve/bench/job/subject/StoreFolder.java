package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder in which a subject has its files. */
public final class StoreFolder implements AutoCloseable {

    private final Path folder;

    /** Makes an empty one. */
    public StoreFolder() {
        try {
            this.folder = Files.createTempDirectory("varve-bench");
        } catch (IOException e) {
            throw new UncheckedIOException("can't make a folder for a benchmark's files", e);
        }
    }

    /** {@return where it is} */
    public Path path() {
        return folder;
    }

    /** Removes the folder with all that is in it. */
    @Override
    public void close() {
        delete(folder);
    }

    /** Removes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't remove " + folder, e);
        }
    }
}
