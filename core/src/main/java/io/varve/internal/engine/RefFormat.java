package io.varve.internal.engine;

import io.varve.CorruptDataException;
import io.varve.EncryptionException;
import io.varve.EncryptionException.Reason;
import io.varve.UnsupportedFormatException;
import io.varve.internal.encryption.Sealed;
import io.varve.internal.page.PageLink;
import io.varve.spi.PageId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * The bytes of a ref's value: {@code 'V'}, the format version, the body, and a CRC-32C of all that. Pages are verified by
 * their ids; this is what verifies refs.
 */
final class RefFormat {

    private static final byte MAGIC = 'V';
    private static final byte VERSION = 1;
    private static final int OVERHEAD = 2 + Integer.BYTES;

    private RefFormat() {}

    /** Writes a body. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads a body. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static byte[] encode(Writer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(MAGIC);
            out.writeByte(VERSION);
            body.write(out);
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    static <T> T decode(String refName, byte[] value, Reader<T> reader) {
        if (Sealed.isSealed(value)) {
            throw new EncryptionException(
                    Reason.NO_PROVIDER,
                    "ref " + refName + " is encrypted, and no key provider was given: open the store with one",
                    null);
        }
        if (value.length < OVERHEAD || value[0] != MAGIC) {
            throw new CorruptDataException("ref " + refName + " does not hold what Varve writes");
        }
        if (value[1] > VERSION) {
            throw new UnsupportedFormatException("ref " + refName + " was written in format " + value[1]
                    + "; this version of Varve reads formats up to " + VERSION + ": use a newer one");
        }
        int bodyEnd = value.length - Integer.BYTES;
        if (ByteBuffer.wrap(value).getInt(bodyEnd) != checksum(value, bodyEnd)) {
            throw new CorruptDataException("ref " + refName + " is damaged: its checksum does not match");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(value, 2, bodyEnd - 2));
        try {
            T result = reader.read(in);
            if (in.available() > 0) {
                throw new CorruptDataException("ref " + refName + " has " + in.available() + " bytes too many");
            }
            return result;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new CorruptDataException("ref " + refName + " can't be decoded: " + e, e);
        }
    }

    static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    static Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    /** A state's place in the store: its root page, and the number of deltas on top of it, which is always 0 as yet. */
    static void writeRoot(DataOutputStream out, PageLink root) throws IOException {
        out.write(root.id().toBytes());
        out.writeBoolean(root.hasLinks());
        out.writeByte(0);
    }

    static PageLink readRoot(DataInputStream in) throws IOException {
        byte[] id = new byte[PageId.BYTES];
        in.readFully(id);
        boolean hasLinks = in.readBoolean();
        int deltas = in.readUnsignedByte();
        if (deltas != 0) {
            throw new UnsupportedFormatException("a state was stored with " + deltas
                    + " deltas, which this version of Varve can't read: use a newer one");
        }
        return new PageLink(PageId.of(id), hasLinks);
    }

    static void writeOption(DataOutputStream out, Option<String> text) throws IOException {
        out.writeBoolean(text.isDefined());
        if (text.isDefined()) {
            out.writeUTF(text.get());
        }
    }

    static Option<String> readOption(DataInputStream in) throws IOException {
        return in.readBoolean() ? Option.some(in.readUTF()) : Option.none();
    }

    static void writeMetadata(DataOutputStream out, Map<String, String> metadata) throws IOException {
        out.writeByte(metadata.size());
        for (var entry : metadata) {
            out.writeUTF(entry._1());
            out.writeUTF(entry._2());
        }
    }

    static Map<String, String> readMetadata(DataInputStream in) throws IOException {
        Map<String, String> metadata = LinkedHashMap.empty();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            metadata = metadata.put(in.readUTF(), in.readUTF());
        }
        return metadata;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
