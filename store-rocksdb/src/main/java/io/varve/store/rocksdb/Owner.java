package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process that has a folder open, as it wrote itself into {@value #FILE}. RocksDB's own {@code LOCK} is what keeps
 * a second process out; this file lets the refusal say who holds it. It goes when the store closes and stays behind,
 * harmlessly, when the process is killed.
 *
 * @param pid the process
 * @param started when it was started, so that a later process with the same number is not taken for it; the epoch if the
 *     platform does not tell
 * @param folder the folder, so that a copy of it is not taken for it
 */
record Owner(long pid, Instant started, Path folder) {

    static final String FILE = "varve.owner";

    /** A longer file is not ours. */
    private static final int MAX_BYTES = 1 << 14;

    static Owner thisProcess(Path folder) {
        return of(ProcessHandle.current(), folder);
    }

    private static Owner of(ProcessHandle process, Path folder) {
        return new Owner(process.pid(), process.info().startInstant().orElse(Instant.EPOCH), folder);
    }

    /** Writes the file unless there is one. */
    void claim() {
        write(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes the file, over an old one; only for who holds RocksDB's lock. */
    void write() {
        write(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private void write(OpenOption... how) {
        Path file = folder.resolve(FILE);
        try {
            Files.writeString(file, pid + " " + started + " " + folder + "\n", StandardCharsets.UTF_8, how);
        } catch (FileAlreadyExistsException e) {
            // Somebody was here before; who gets the lock writes the file anew.
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "can't write " + file + ": " + e, e);
        }
    }

    /** Removes the file if it names this owner. */
    void forget() {
        Path file = folder.resolve(FILE);
        try {
            if (equals(readFrom(folder))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "can't remove " + file + ": " + e, e);
        }
    }

    /** The owner that the folder's file names, or null if there is none or it can't be read as one. */
    static @Nullable Owner readFrom(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return null;
            }
            String[] words = Files.readString(file).strip().split(" ", 3);
            return words.length < 3
                    ? null
                    : new Owner(Long.parseLong(words[0]), Instant.parse(words[1]), Path.of(words[2]));
        } catch (IOException | RuntimeException e) {
            // A file that can't be read names nobody, and that is all that is lost.
            return null;
        }
    }

    /** Who holds a folder, for a message: as much as the file and this machine's process table tell. */
    static String describe(Path folder) {
        Owner owner = readFrom(folder);
        if (owner == null) {
            return "a process that " + FILE + " does not name";
        }
        if (owner.equals(thisProcess(folder))) {
            return "this process, pid " + owner.pid;
        }
        String name = "process " + owner.pid + ", started " + owner.started;
        return owner.isRunning()
                ? name + ", which is running"
                : name + " according to " + FILE + ", which is not running here: look in other containers or on other"
                        + " machines that share the folder";
    }

    private boolean isRunning() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent()
                && process.get().isAlive()
                && of(process.get(), folder).equals(this);
    }
}
