package io.varve.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the files that RocksDB has open are still those that the next process will find: they can be written to
 * and synced long after somebody has removed or replaced the folder, all for nothing.
 *
 * @param file one that lives as long as the database
 * @param key what tells it from another of that name, or null where the platform does not let open files be removed
 */
record Presence(Path file, @Nullable Object key) {

    static Presence of(Path folder) {
        Path file = folder.resolve("IDENTITY");
        try {
            return new Presence(file, keyOf(file));
        } catch (IOException e) {
            // As if it were gone, which the first write will say.
            return new Presence(file, file);
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** What is wrong, if the file is no longer there. */
    Optional<IOException> missing() {
        try {
            return Objects.equals(keyOf(file), key)
                    ? Optional.empty()
                    : Optional.of(new IOException("the folder was replaced by another while it was open"));
        } catch (NoSuchFileException e) {
            return Optional.of(new IOException("the folder was removed, moved or emptied while it was open", e));
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
