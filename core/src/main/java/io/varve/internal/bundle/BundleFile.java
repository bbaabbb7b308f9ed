package io.varve.internal.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that are there whole or not at all. */
public final class BundleFile {

    private BundleFile() {}

    /** Writes to a stream. */
    @FunctionalInterface
    public interface Content<R> {
        /** Writes all of it. */
        R to(OutputStream out) throws IOException;
    }

    /** Writes a file under another name, makes it durable, and gives it its own. */
    public static <R> R write(Path file, Content<R> content) throws IOException {
        Path name = file.getFileName();
        if (name == null) {
            throw new IOException(file + " is no name of a file");
        }
        Path partial = file.resolveSibling(name + "." + UUID.randomUUID() + ".partial");
        try {
            R result;
            try (FileChannel channel =
                    FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                result = content.to(Channels.newOutputStream(channel));
                channel.force(true);
            }
            move(partial, file);
            syncFolderOf(file);
            return result;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Makes the name durable, too. */
    private static void syncFolderOf(Path file) throws IOException {
        FileChannel folder;
        try {
            folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no folders, and needs no sync of them.
            return;
        }
        try (folder) {
            folder.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
