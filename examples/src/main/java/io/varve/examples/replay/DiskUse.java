package io.varve.examples.replay;

import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds how much of the disk a store takes, where its URL says where it is. */
final class DiskUse {

    private static final String ROCKSDB = "rocksdb:";
    private static final String H2_FILE = "jdbc:h2:file:";

    private DiskUse() {}

    /** The bytes of a closed store's files; none if they are not on this machine's disk. */
    static Option<Long> of(String url) {
        String withoutSettings = url.replaceFirst("[;?].*", "");
        if (url.startsWith(ROCKSDB)) {
            Path folder = Path.of(withoutSettings.substring(ROCKSDB.length()));
            return Option.when(Files.isDirectory(folder), () -> ofFolder(folder));
        }
        if (url.startsWith(H2_FILE)) {
            Path file = Path.of(withoutSettings.substring(H2_FILE.length()) + ".mv.db");
            return Option.when(Files.exists(file), () -> size(file));
        }
        return Option.none();
    }

    private static long ofFolder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            return regular.stream().mapToLong(DiskUse::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
