package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a library that does not sync by itself: each that was written since the last time is forced. */
final class WrittenFiles {

    private record Look(long size, FileTime modified) {}

    private final Path folder;
    private final Map<Path, Look> forced = new HashMap<>();

    WrittenFiles(Path folder) {
        this.folder = folder;
    }

    void force() {
        try (Stream<Path> files = Files.walk(folder)) {
            boolean added = false;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Look look = new Look(Files.size(file), Files.getLastModifiedTime(file));
                Look before = forced.put(file, look);
                if (!look.equals(before)) {
                    force(file, StandardOpenOption.WRITE);
                    added |= before == null;
                }
            }
            if (added) {
                force(folder, StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't force the files in " + folder, e);
        }
    }

    private static void force(Path file, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            channel.force(true);
        }
    }
}
