package io.varve.store.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the file that H2 has open is still the one that the next process will find: it can be written to and
 * synced long after somebody has removed or replaced it, all for nothing.
 *
 * @param file the file
 * @param key what tells it from another of that name, or null where the platform does not let open files be removed
 */
record Presence(Path file, @Nullable Object key) {

    static Presence of(Path file) throws IOException {
        return new Presence(file, keyOf(file));
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    void require() throws IOException {
        Object found;
        try {
            found = keyOf(file);
        } catch (NoSuchFileException e) {
            throw new IOException("the file " + file + " was removed or moved while it was open: put it back", e);
        }
        if (!Objects.equals(found, key)) {
            throw new IOException("the file " + file + " was replaced by another while it was open: put it back");
        }
    }
}
