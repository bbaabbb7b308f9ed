package io.varve.bench.job.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Loads accounts in a process that has heap enough for all of them. */
final class EntryLoader {

    private EntryLoader() {}

    /** Runs {@link #main} in a JVM of its own. */
    static void run(EntryReader.Kind kind, Path folder, int size) {
        try {
            int exit = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx6g",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EntryLoader.class.getName(),
                            kind.name(),
                            folder.toString(),
                            Integer.toString(size))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("loading " + size + " accounts ended with exit code " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't start a JVM that loads accounts", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while accounts were loaded", e);
        }
    }

    /** Loads: the kind of reader, the folder, and how many accounts. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        if (EntryReader.Kind.valueOf(arguments[0]) == EntryReader.Kind.VARVE) {
            try (VarveSubject varve =
                    new VarveSubject(Backend.in("rocksdb", folder), Subjects.KEPT, Optional.empty())) {
                varve.load(size);
            }
        } else {
            try (RocksDbEntries entries = RocksDbEntries.open(folder.resolve("raw"))) {
                entries.load(size);
            }
        }
    }
}
