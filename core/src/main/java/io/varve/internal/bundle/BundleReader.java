package io.varve.internal.bundle;

import io.varve.BundleRefusedException;
import io.varve.BundleRefusedException.Reason;
import io.varve.UnsupportedFormatException;
import io.varve.bundle.BundleManifest;
import io.varve.spi.PageId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle from a stream, record by record, and believes nothing of it: a record takes no more memory than one of its kind
 * may have, and what comes out is right only once {@link BundleRecord.End} has come. Not thread-safe.
 */
public final class BundleReader {

    private static final int RECORD_HEAD_BYTES = 1 + Integer.BYTES;

    private final InputStream in;
    private final MessageDigest hash = BundleFormat.newHash();
    private final BundleHeader header;
    private RecordType last;
    private long bytes;
    private long pages;
    private long bases;
    private long snapshots;

    /**
     * Reads the beginning.
     *
     * @param in gives the bytes; read no further than to the end of the bundle, and never closed
     */
    public BundleReader(InputStream in) throws IOException {
        this.in = in;
        byte[] magic = in.readNBytes(BundleFormat.MAGIC.length);
        if (!Arrays.equals(magic, BundleFormat.MAGIC)) {
            if (magic.length < BundleFormat.MAGIC.length
                    && Arrays.equals(magic, Arrays.copyOf(BundleFormat.MAGIC, magic.length))) {
                throw cutShort();
            }
            throw new BundleRefusedException(
                    Reason.NOT_A_BUNDLE,
                    "this is no bundle: it begins with 0x" + HexFormat.of().formatHex(magic) + ", and bundles with 0x"
                            + HexFormat.of().formatHex(BundleFormat.MAGIC)
                            + ". Decrypt or decompress it first, if that was done to it",
                    null);
        }
        count(magic);
        int version = Byte.toUnsignedInt(read(1)[0]);
        if (version > BundleFormat.VERSION) {
            throw new UnsupportedFormatException("the bundle is in format " + version
                    + ", and this version of Varve reads formats up to " + BundleFormat.VERSION
                    + "; import it with a newer one");
        }
        if (version == 0) {
            throw damaged("claims format 0, which never existed", null);
        }
        ByteBuffer head = ByteBuffer.wrap(read(RECORD_HEAD_BYTES));
        int code = head.get();
        if (code != RecordType.HEADER.code()) {
            throw damaged("has a record of kind " + code + " where its header was expected", null);
        }
        this.last = RecordType.HEADER;
        this.header = decodedHeader(body(RecordType.HEADER, head.getInt()));
    }

    /** Reads all of a bundle. */
    public static BundleManifest verify(InputStream in) throws IOException {
        BundleReader reader = new BundleReader(in);
        while (true) {
            if (reader.next() instanceof BundleRecord.End end) {
                return end.manifest();
            }
        }
    }

    /** The header. */
    public BundleHeader header() {
        return header;
    }

    /** How many bytes were read. */
    public long bytes() {
        return bytes;
    }

    /**
     * Reads the next record. Not to be called after the end.
     *
     * @throws BundleRefusedException if it is cut short or not as it should be
     */
    public BundleRecord next() throws IOException {
        long before = bytes;
        ByteBuffer head = ByteBuffer.wrap(read(RECORD_HEAD_BYTES));
        int code = head.get();
        RecordType type = RecordType.ofCode(code);
        if (type == null || !last.mayBeFollowedBy(type)) {
            throw damaged(
                    "has " + (type == null ? "a record of the unknown kind " + code : "a " + type) + " after a " + last,
                    null);
        }
        last = type;
        if (type == RecordType.MANIFEST) {
            return end(head.getInt(), before);
        }
        byte[] body = body(type, head.getInt());
        return switch (type) {
            case SCHEMA -> new BundleRecord.Schema(body);
            case PAGE -> {
                pages++;
                yield new BundleRecord.Page(idOf(body), pageOf(body));
            }
            case BASE -> {
                bases++;
                yield new BundleRecord.Base(idOf(body), pageOf(body));
            }
            case SNAPSHOT -> {
                snapshots++;
                yield new BundleRecord.Snapshot(body);
            }
            case HEAD -> new BundleRecord.Head(body);
            case HEADER, MANIFEST -> throw new AssertionError(type + " was dealt with before");
        };
    }

    /** Fails if the stream goes on after the end. */
    public void requireEnd() throws IOException {
        if (in.read() >= 0) {
            throw damaged("goes on after its end, at byte " + bytes, null);
        }
    }

    /** Says that something in the bundle is not as it should be. */
    public BundleRefusedException damaged(String what, @Nullable Throwable cause) {
        return new BundleRefusedException(
                Reason.DAMAGED,
                "the bundle is damaged, and was refused as a whole: after " + pages + " pages and " + bytes
                        + " bytes it " + what + ". Copy it again",
                cause);
    }

    private BundleRecord.End end(int length, long before) throws IOException {
        if (length != BundleFormat.MANIFEST_BYTES) {
            throw damaged("has a manifest of " + Integer.toUnsignedString(length) + " bytes", null);
        }
        ByteBuffer body = ByteBuffer.wrap(read(length - BundleFormat.HASH_BYTES));
        byte[] computed = hash.digest();
        byte[] stated = read(BundleFormat.HASH_BYTES);
        if (!MessageDigest.isEqual(computed, stated)) {
            throw damaged("has not the SHA-256 that its manifest says: something in it was changed", null);
        }
        if (body.getLong() != snapshots
                || body.getLong() != pages
                || body.getLong() != bases
                || body.getLong() != before) {
            throw damaged("has not the numbers of snapshots, pages and bytes that its manifest says", null);
        }
        PageId fingerprint = new PageId(body.getLong(), body.getLong());
        return new BundleRecord.End(header.manifest(snapshots, pages, bytes, fingerprint, stated));
    }

    private BundleHeader decodedHeader(byte[] body) {
        try {
            return BundleHeader.decode(body);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw damaged("has a header that can't be decoded: " + e, e);
        }
    }

    private PageId idOf(byte[] body) {
        if (body.length < PageId.BYTES) {
            throw damaged("has a page record of " + body.length + " bytes", null);
        }
        return PageId.of(body, 0);
    }

    private static byte[] pageOf(byte[] body) {
        return Arrays.copyOfRange(body, PageId.BYTES, body.length);
    }

    private byte[] body(RecordType type, int length) throws IOException {
        if (length < 0 || length > type.maxBytes()) {
            throw damaged(
                    "claims a " + type + " of " + Integer.toUnsignedString(length) + " bytes; one has at most "
                            + type.maxBytes(),
                    null);
        }
        return read(length);
    }

    private byte[] read(int length) throws IOException {
        byte[] read;
        try {
            read = in.readNBytes(length);
        } catch (EOFException e) {
            throw cutShort(); // As streams do that decompress.
        }
        if (read.length < length) {
            bytes += read.length;
            throw cutShort();
        }
        count(read);
        return read;
    }

    private void count(byte[] read) {
        hash.update(read);
        bytes += read.length;
    }

    private BundleRefusedException cutShort() {
        return new BundleRefusedException(
                Reason.CUT_SHORT,
                "the bundle was cut short: it ends after " + pages + " pages and " + bytes
                        + " bytes, before its manifest. Copy it again; what was imported of it counts for the next time",
                null);
    }
}
