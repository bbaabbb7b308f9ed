package io.varve.store.rocksdb;

import io.varve.spi.StoreException;
import io.varve.spi.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks at a folder before RocksDB does, which would build a new database over most of what it does not understand. */
final class Folder {

    /** The file that names the current manifest: where it is missing, RocksDB believes that there is no database. */
    private static final String CURRENT = "CURRENT";

    /** Written to see whether that can be done, and removed at once. */
    private static final String PROBE = "varve.probe";

    private static final int PROBE_BYTES = 1 << 20;

    /** What may lie in a folder without a database: our file, a new volume's, and what a creation that was cut off left. */
    private static final Pattern HARMLESS = Pattern.compile(
            Pattern.quote(Owner.FILE) + "|" + Pattern.quote(PROBE) + "|" + Pattern.quote(Acknowledged.FILE)
                    + "|lost\\+found|LOCK|IDENTITY|LOG|LOG\\.old\\..*|MANIFEST-\\d+|OPTIONS-\\d+|\\d+\\.dbtmp");

    private static final Pattern DATA = Pattern.compile("\\d+\\.(log|sst|ldb|blob)");

    private Folder() {}

    /**
     * Makes the folder if need be.
     *
     * @return its real path, by which RocksDB notices if it is opened twice, whatever links lead to it
     */
    static Path prepare(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StoreException(
                    Kind.UNSUPPORTED, folder + " is a file; a rocksdb: store needs a folder of its own");
        }
        try {
            createDurably(folder.toAbsolutePath().normalize());
            Path real = folder.toRealPath();
            if (!Files.isReadable(real) || !Files.isWritable(real) || !Files.isExecutable(real)) {
                throw new StoreException(
                        Kind.UNAVAILABLE,
                        "this process may not read and write the folder " + real + "; it runs as user '"
                                + System.getProperty("user.name") + "', or the volume is a read-only file system");
            }
            return real;
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't make or read the folder " + folder + ": " + e, e);
        }
    }

    /**
     * Whether the folder has a database.
     *
     * @return false if one can be created in it
     * @throws StoreException if it has something else, or a database without its beginning
     */
    static boolean hasDatabase(Path folder) {
        List<Path> files = list(folder);
        if (files.stream().anyMatch(file -> nameOf(file).equals(CURRENT))) {
            return true;
        }
        for (Path file : files) {
            if (DATA.matcher(nameOf(file)).matches() && !isEmpty(file)) {
                throw new StoreException(
                        Kind.CORRUPT,
                        "the store in " + folder + " is damaged: it has the data file '" + nameOf(file)
                                + "' but no file '" + CURRENT + "'. Restore the folder from a backup");
            }
        }
        for (Path file : files) {
            String name = nameOf(file);
            if (!HARMLESS.matcher(name).matches() && !DATA.matcher(name).matches()) {
                throw new StoreException(
                        Kind.UNSUPPORTED,
                        folder + " is not empty and is no Varve store: found '" + name + "'"
                                + (files.size() > 1 ? " and " + (files.size() - 1) + " more" : "")
                                + ". Give the store a folder of its own");
            }
        }
        return false;
    }

    /**
     * Whether a database can be opened, as far as can be told without doing it: a file can be written, and there is room
     * for what the logs have, which opening writes into sorted files.
     */
    static boolean isWritable(Path folder) {
        Path file = folder.resolve(PROBE);
        try {
            long needed = PROBE_BYTES;
            for (Path log : logs(folder)) {
                needed += Files.size(log);
            }
            if (Files.getFileStore(folder).getUsableSpace() < needed) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(PROBE_BYTES));
                channel.force(true);
            }
            Files.delete(file);
            return Files.exists(folder.resolve(CURRENT));
        } catch (IOException | StoreException e) {
            return false;
        }
    }

    /**
     * Checks the logs that RocksDB is going to replay.
     *
     * @return the sequence number of the last write in them; 0 if there is none
     */
    static long checkLogs(Path folder) {
        return logs(folder).stream().mapToLong(LogCheck::check).max().orElse(0);
    }

    /** Creates the folder and what is missing above it, and syncs each new entry: RocksDB syncs only its own folder. */
    private static void createDurably(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        createDurably(parent);
        Files.createDirectories(folder);
        FileChannel entries;
        try {
            entries = FileChannel.open(parent, StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no folders, and needs no sync of them.
            return;
        }
        try (entries) {
            entries.force(true);
        }
    }

    private static List<Path> logs(Path folder) {
        return list(folder).stream()
                .filter(file -> nameOf(file).matches("\\d+\\.log"))
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't list the folder " + folder + ": " + e, e);
        }
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw new StoreException(Kind.UNAVAILABLE, "can't read " + file + ": " + e, e);
        }
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
