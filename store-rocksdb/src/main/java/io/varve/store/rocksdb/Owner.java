package io.varve.store.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process that has a folder open, as it wrote itself into {@value #FILE}. RocksDB's own {@code LOCK} is what keeps
 * a second process out; this file only lets the refusal say who holds it. It goes when the store closes and stays
 * behind, harmlessly, when the process is killed.
 *
 * @param pid the process
 * @param started when it was started, so that another process that got the same number is not taken for it; the epoch if
 *     the platform does not tell
 */
record Owner(long pid, Instant started) {

    static final String FILE = "varve.owner";

    /** What the file may be long; a longer one is not ours. */
    private static final int MAX_BYTES = 1024;

    static Owner thisProcess() {
        return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle process) {
        return new Owner(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    void writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), pid + " " + started + "\n", StandardCharsets.US_ASCII);
    }

    static void removeFrom(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /** The owner that the folder's file names, or null if there is none or it can't be read as one. */
    static @Nullable Owner readFrom(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return null;
            }
            String[] words = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .strip()
                    .split(" ", 2);
            return words.length < 2 ? null : new Owner(Long.parseLong(words[0]), Instant.parse(words[1]));
        } catch (IOException | RuntimeException e) {
            // A file that can't be read names nobody, and that is all that is lost.
            return null;
        }
    }

    /** Who holds a folder, for a message: as much as the file and this machine's process table tell. */
    static String describe(Path folder) {
        Owner owner = readFrom(folder);
        if (owner == null) {
            return "a process that is not known, because " + FILE + " does not name it";
        }
        if (owner.equals(thisProcess())) {
            return "this process, pid " + owner.pid;
        }
        String name = "process " + owner.pid + ", started " + owner.started;
        return owner.isRunning()
                ? name + ", which is running"
                : "by " + FILE + " " + name + ", but that is not running here: look in other containers or on other"
                        + " machines that share the folder";
    }

    private boolean isRunning() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive() && of(process.get()).equals(this);
    }
}
