package com.example.filestore;

import io.varve.spi.*;
import io.varve.spi.StoreException.Kind;
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.zip.CRC32C;

/**
 * The file of one tenant: an id, then records, each of which is there whole or not at all. Used under the store's lock.
 */
final class TenantLog {

    /** A page or ref that gets a value, or is removed if that is null. */
    record Entry(String key, long stamp, byte[] value) {}

    /** Where the value of a page or ref is in the file. */
    record Place(long offset, int size, long stamp) {}

    private static final Place NOWHERE = new Place(0, -1, -1);

    private static final int HEADER = 2 * Integer.BYTES; // length and checksum
    private static final int SLACK = 1 << 20;

    final TreeMap<String, Place> places = new TreeMap<>();
    private final Path file;
    private final Path next; // what replaces it
    private long id; // of the file that was read; 0 if there was none
    private long end = Long.BYTES; // of its last whole record
    private boolean broken;

    TenantLog(Path file) {
        this.file = file;
        this.next = Path.of(file + ".tmp");
    }

    /** Takes in what other instances have written since. A file that was replaced has another id. */
    void catchUp() throws IOException {
        if (broken) {
            throw new StoreException(Kind.UNAVAILABLE, "a write to " + file + " failed: open the store anew");
        }
        try (RandomAccessFile in = Files.exists(file) ? new RandomAccessFile(file.toFile(), "r") : null) {
            long found = in == null ? 0 : in.readLong();
            if (found != id) {
                places.clear();
                id = found;
                end = Long.BYTES;
            }
            for (long left = left(in); left > 0; left = left(in)) {
                in.seek(end);
                byte[] body = new byte[(int) Math.min(Math.max(0, in.readInt()), left)];
                int checksum = in.readInt();
                in.readFully(body);
                if (checksum != checksum(body) && body.length < left) {
                    throw new StoreException(Kind.CORRUPT, file + " is damaged at byte " + end);
                } else if (checksum != checksum(body)) {
                    return; // A record is on disk before the next begins, so only the last can have been cut off.
                }
                apply(new DataInputStream(new ByteArrayInputStream(body)), end + HEADER + body.length);
                end += HEADER + body.length;
            }
        }
    }

    /** How many bytes a record can have that begins at the end of those read. */
    private long left(RandomAccessFile in) throws IOException {
        return in == null ? 0 : in.length() - end - HEADER;
    }

    private void apply(DataInputStream in, long recordEnd) throws IOException {
        while (in.available() > 0) {
            String key = in.readUTF();
            long stamp = in.readLong();
            int size = in.readInt();
            long offset = recordEnd - in.available();
            places.compute(key, (known, place) -> size < 0 ? null : new Place(offset, size, stamp));
            in.skipNBytes(Math.max(0, size));
        }
    }

    Place place(String key) {
        return places.getOrDefault(key, NOWHERE);
    }

    byte[] read(String key) throws IOException {
        return read(List.of(key)).get(key);
    }

    /** The values of those keys that are there. */
    Map<String, byte[]> read(Collection<String> keys) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        List<String> here = keys.stream().filter(places::containsKey).toList();
        try (RandomAccessFile in = here.isEmpty() ? null : new RandomAccessFile(file.toFile(), "r")) {
            for (String key : here) {
                found.put(key, new byte[places.get(key).size()]);
                in.seek(places.get(key).offset());
                in.readFully(found.get(key));
            }
        }
        return found;
    }

    /**
     * Applies the entries, all or none, durably. If that fails, this instance can't tell what the next one will find.
     */
    void append(List<Entry> entries) {
        try {
            if (entries.size() == places.size() && entries.stream().allMatch(entry -> entry.value() == null)) {
                Files.deleteIfExists(next); // What is removed is all that is there.
                Files.deleteIfExists(file);
                syncFolder();
            } else if (id == 0) {
                replace(entries, Set.of());
            } else {
                try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                    out.seek(end);
                    write(out, entries);
                    out.setLength(out.getFilePointer()); // Behind it may be a record that was cut off.
                    out.getFD().sync();
                }
            }
            catchUp();
            if (end > 2 * places.values().stream().mapToLong(Place::size).sum() + SLACK) {
                replace(List.of(), places.keySet());
                catchUp();
            }
        } catch (IOException e) {
            broken = true;
            throw new StoreException(Kind.OUTCOME_UNKNOWN, "a write to " + file + " failed: " + e, e);
        }
    }

    /** Puts another file in the place of this one. */
    private void replace(List<Entry> entries, Set<String> kept) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(next.toFile(), "rw")) {
            out.setLength(0);
            out.writeLong(new Random().nextLong());
            for (Entry entry : entries) {
                write(out, List.of(entry));
            }
            for (String key : kept) {
                write(out, List.of(new Entry(key, places.get(key).stamp(), read(key))));
            }
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    private static void write(RandomAccessFile file, List<Entry> entries) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        for (Entry entry : entries) {
            out.writeUTF(entry.key());
            out.writeLong(entry.stamp());
            out.writeInt(entry.value() == null ? -1 : entry.value().length);
            out.write(entry.value() == null ? new byte[0] : entry.value());
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER + body.size());
        file.write(record.putInt(body.size()).putInt(checksum(body.toByteArray())).put(body.toByteArray()).array());
    }

    private static int checksum(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return (int) checksum.getValue();
    }

    /** Makes durable which files there are. An interrupt closes the channel that this needs, so it may take another. */
    private void syncFolder() throws IOException {
        boolean interrupted = Thread.interrupted();
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            folder.force(true);
        } catch (ClosedByInterruptException e) {
            syncFolder();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
