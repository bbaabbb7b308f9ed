package io.varve.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How far writes have been acknowledged, by RocksDB's sequence number, in a file beside its own: a log that was removed, or
 * cut short within what was acknowledged, looks to RocksDB like one that never had more.
 *
 * <p>The file is written after each acknowledgement and never forced to the disk, so a loss of power may leave an older
 * number in it. It is a lower bound then, and never more than what is in the logs.
 */
final class Acknowledged implements AutoCloseable {

    static final String FILE = "varve.acknowledged";

    private static final int BYTES = 12;

    private final FileChannel file;
    private long last;

    private Acknowledged(FileChannel file) {
        this.file = file;
    }

    static Acknowledged in(Path folder) throws IOException {
        return new Acknowledged(FileChannel.open(
                folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The number in the folder's file; 0 if there is none, or if writing it was cut off. */
    static long readFrom(Path folder) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try (FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // Until there is all of it, or no more.
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return !bytes.hasRemaining() && bytes.getInt(Long.BYTES) == sumOf(bytes) ? bytes.getLong(0) : 0;
    }

    /** Notes that all writes up to a sequence number are on the disk. */
    synchronized void upTo(long sequence) {
        if (sequence > last) {
            write(sequence);
            last = sequence;
        }
    }

    /** Forgets what was acknowledged, since some of it was given up. */
    synchronized void resetTo(long sequence) {
        write(sequence);
        last = sequence;
    }

    private void write(long sequence) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(sequence);
        bytes.putInt(sumOf(bytes)).flip();
        try {
            file.write(bytes, 0);
        } catch (IOException e) {
            // The older number stays, which is true as well: the write itself is on the disk.
        }
    }

    private static int sumOf(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate().clear().limit(Long.BYTES));
        return (int) sum.getValue();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is lost with it.
        }
    }
}
