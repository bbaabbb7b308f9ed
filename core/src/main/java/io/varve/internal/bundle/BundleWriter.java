package io.varve.internal.bundle;

import io.varve.bundle.BundleManifest;
import io.varve.spi.PageId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Writes a bundle to a stream, record by record. Not thread-safe. */
public final class BundleWriter {

    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;
    private final BundleHeader header;
    private final MessageDigest hash = BundleFormat.newHash();
    private long bytes;
    private long pages;
    private long bases;
    private long snapshots;

    /**
     * Writes the beginning.
     *
     * @param out takes the bytes, and is never closed
     */
    public BundleWriter(OutputStream out, BundleHeader header) throws IOException {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.header = header;
        write(BundleFormat.MAGIC);
        write(new byte[] {BundleFormat.VERSION});
        record(RecordType.HEADER, header.encode());
    }

    /** Writes a schema, before the first page that mentions it. */
    public void schema(byte[] schema) throws IOException {
        record(RecordType.SCHEMA, schema);
    }

    /** Writes a page, after those that it mentions. */
    public void page(PageId id, byte[] page) throws IOException {
        record(RecordType.PAGE, id.toBytes(), page);
        pages++;
    }

    /** Writes a page of which others are deltas, before the first of these. */
    public void base(PageId id, byte[] page) throws IOException {
        record(RecordType.BASE, id.toBytes(), page);
        bases++;
    }

    /** Writes a snapshot, after all pages. */
    public void snapshot(byte[] descriptor) throws IOException {
        record(RecordType.SNAPSHOT, descriptor);
        snapshots++;
    }

    /** Writes the head, after all snapshots. */
    public void head(byte[] descriptor) throws IOException {
        record(RecordType.HEAD, descriptor);
    }

    /**
     * Writes the end.
     *
     * @param fingerprint the root page of the head
     */
    public BundleManifest end(PageId fingerprint) throws IOException {
        byte[] numbers = ByteBuffer.allocate(BundleFormat.MANIFEST_BYTES - BundleFormat.HASH_BYTES)
                .putLong(snapshots)
                .putLong(pages)
                .putLong(bases)
                .putLong(bytes)
                .putLong(fingerprint.high())
                .putLong(fingerprint.low())
                .array();
        head(RecordType.MANIFEST, BundleFormat.MANIFEST_BYTES);
        write(numbers);
        byte[] sha256 = hash.digest();
        out.write(sha256);
        out.flush();
        bytes += sha256.length;
        return header.manifest(snapshots, pages, bytes, fingerprint, sha256);
    }

    /** How many bytes were written. */
    public long bytes() {
        return bytes;
    }

    /** How many pages were written, without those that are only bases. */
    public long pages() {
        return pages;
    }

    private void record(RecordType type, byte[]... parts) throws IOException {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        head(type, length);
        for (byte[] part : parts) {
            write(part);
        }
    }

    private void head(RecordType type, int length) throws IOException {
        if (length > type.maxBytes()) {
            throw new AssertionError("a " + type + " of " + length + " bytes is more than a bundle holds");
        }
        write(ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) type.code())
                .putInt(length)
                .array());
    }

    private void write(byte[] part) throws IOException {
        out.write(part);
        hash.update(part);
        bytes += part.length;
    }
}
