package io.varve.internal.page;

import com.github.luben.zstd.ZstdException;
import io.varve.internal.encryption.Sealed;
import io.varve.internal.page.UnreadablePageException.Reason;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one page: a header of 12 bytes, then the content, compressed where that makes it smaller. The id is the
 * first 128 bits of the SHA-256 of the uncompressed content, so the same content has the same id however it was
 * compressed. {@code docs/decisions/0020-page-format.md} has the byte tables.
 */
public final class PageFormat {

    /** The version of the format that is written here, and the newest that is read. */
    public static final int VERSION = 1;

    /** The longest content, uncompressed, that one page holds; longer ones are split, see {@link Chunks}. */
    public static final int MAX_CONTENT_BYTES = 512 * 1024;

    /** The level of compression that is used unless another is asked for. */
    public static final int DEFAULT_LEVEL = 1;

    /** What a mention of a page takes in the table of links. */
    public static final int LINK_BYTES = PageId.BYTES + 1;

    /** How many bytes of a content come before its payload, if it has one schema and mentions no pages. */
    public static final int PLAIN_HEAD_BYTES = 4 + PageId.BYTES;

    static final int MAGIC = 0x56415256; // "VARV"
    static final int HEADER_BYTES = 12;
    private static final int COMPRESSION_AT = 6;

    private static final int RAW = 0;
    private static final int ZSTD = 1;
    private static final int DELTA = 2;

    private PageFormat() {}

    /** Encodes with the {@linkplain #DEFAULT_LEVEL default level}. */
    public static Page encode(PageContent content) {
        return encode(content, DEFAULT_LEVEL);
    }

    /**
     * Encodes a page.
     *
     * @param content what it holds, at most {@link #MAX_CONTENT_BYTES}
     * @param level the level of zstd
     * @return the id and the bytes
     * @throws IllegalArgumentException if the content is too large for one page
     */
    public static Page encode(PageContent content, int level) {
        long length = contentLength(content);
        if (length > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("a page holds at most " + MAX_CONTENT_BYTES + " bytes, not " + length
                    + "; split it with Chunks first");
        }
        return encode(idOf(content), content, level);
    }

    /**
     * Encodes a page whose id is known already, with the {@linkplain #DEFAULT_LEVEL default level}.
     *
     * @param id the id of the content
     * @param content what it holds, at most {@link #MAX_CONTENT_BYTES}
     */
    public static Page encode(PageId id, PageContent content) {
        return encode(id, content, DEFAULT_LEVEL);
    }

    private static Page encode(PageId id, PageContent content, int level) {
        long length = contentLength(content);
        Delta delta = content.delta();
        if (delta != null && !delta.base().equals(id)) {
            return new Page(id, delta(content.kind(), (int) length, delta));
        }
        byte[] raw = contentBytes(content);
        byte[] compressed = isMostlyLinks(content) ? raw : Compression.compress(raw, level);
        boolean worthIt = compressed.length < raw.length;
        byte[] body = worthIt ? compressed : raw;
        return new Page(
                id,
                header(content.kind(), worthIt ? ZSTD : RAW, raw.length, body.length)
                        .put(body)
                        .array());
    }

    /** What has to be kept of a content until it is encoded, at least. */
    public static int pendingBytes(PageContent content) {
        Delta delta = content.delta();
        return HEADER_BYTES
                + (delta == null ? (int) contentLength(content) : delta.splice().length());
    }

    /** Ids don't compress; to find that out of each branch took a tenth of the time of a snapshot. */
    private static boolean isMostlyLinks(PageContent content) {
        return 2L * LINK_BYTES * content.links().size() > contentLength(content);
    }

    private static byte[] delta(PageKind kind, int contentLength, Delta delta) {
        byte[] script = delta.splice().script();
        return header(kind, DELTA, contentLength, PageId.BYTES + script.length)
                .putLong(delta.base().high())
                .putLong(delta.base().low())
                .put(script)
                .array();
    }

    private static ByteBuffer header(PageKind kind, int compression, int contentLength, int bodyLength) {
        return ByteBuffer.allocate(HEADER_BYTES + bodyLength)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) kind.code())
                .put((byte) compression)
                .put((byte) 0)
                .putInt(contentLength);
    }

    /** Reads the pages that others are deltas of. */
    @FunctionalInterface
    public interface BaseReader {

        /** The bytes of a page as they are stored, or null if there are none. */
        byte @Nullable [] read(PageId id);
    }

    /**
     * Decodes a page that is stored whole, and verifies it against its id.
     *
     * @throws UnreadablePageException if the bytes are not the page of that id, or of a newer format
     */
    public static PageContent decode(PageId expected, byte[] bytes) throws UnreadablePageException {
        return decode(expected, bytes, base -> null);
    }

    /**
     * Decodes a page and verifies it against its id.
     *
     * @param bases reads the page that this one is a delta of, if it is one
     * @throws UnreadablePageException if the bytes are not the page of that id, or of a newer format
     */
    public static PageContent decode(PageId expected, byte[] bytes, BaseReader bases) throws UnreadablePageException {
        return decode(expected, bytes, bases, new HashMap<>());
    }

    /**
     * Decodes those of some pages that can be read, and verifies them against their ids. What several are deltas of is
     * decompressed and verified once.
     *
     * @param bases reads the pages that these are deltas of, beside these themselves
     */
    public static Map<PageId, PageContent> decodeReadable(Map<PageId, byte[]> pages, BaseReader bases) {
        Map<PageId, byte[]> whole = new HashMap<>();
        Map<PageId, PageContent> decoded = new HashMap<>();
        pages.forEach((id, bytes) -> {
            try {
                decoded.put(
                        id,
                        decode(id, bytes, base -> pages.containsKey(base) ? pages.get(base) : bases.read(base), whole));
            } catch (UnreadablePageException e) {
                // Whoever needs it reads it again, and is told.
            }
        });
        return decoded;
    }

    /** Decodes a page with the contents of pages stored whole that were verified before, and adds those that are now. */
    private static PageContent decode(PageId expected, byte[] bytes, BaseReader bases, Map<PageId, byte[]> whole)
            throws UnreadablePageException {
        byte[] raw = verifiedContent(expected, bytes, bases, whole);
        try {
            return parse(raw, deltaOf(bytes).orElse(null));
        } catch (MalformedException e) {
            throw damaged(expected, e.found);
        }
    }

    /**
     * Whether a page of so many bytes may be a delta. So that bases can be found without reading the pages that are large.
     *
     * @param storedBytes how many bytes a store has of it, encrypted or not
     */
    public static boolean mayBeDelta(int storedBytes) {
        return storedBytes <= Delta.MAX_PAGE_BYTES + Sealed.OVERHEAD_BYTES;
    }

    /**
     * Whether others may be stored as deltas of a page: it is stored whole, so that reading takes one more page at most, and
     * is larger than any delta, so that deltas can be told from bases by their size.
     *
     * @param bytes the page as it is stored
     */
    public static boolean canBeBase(byte[] bytes) {
        return !mayBeDelta(bytes.length) && baseOf(bytes).isEmpty();
    }

    /** How a page is stored that has these bytes. */
    public static StoredForm formOf(byte[] bytes) {
        return canBeBase(bytes) ? StoredForm.BASE : StoredForm.OTHER;
    }

    /** The page that a stored page says it is a delta of, if it says so. What else it says is not looked at. */
    public static Optional<PageId> baseOf(byte[] bytes) {
        return deltaOf(bytes).map(Delta::base);
    }

    private static Optional<Delta> deltaOf(byte[] bytes) {
        int bodyFrom = HEADER_BYTES + PageId.BYTES;
        if (bytes.length < bodyFrom || bytes[COMPRESSION_AT] != DELTA || Sealed.isSealed(bytes)) {
            return Optional.empty();
        }
        Splice splice = Splice.ofStored(Arrays.copyOfRange(bytes, bodyFrom, bytes.length));
        return Optional.of(new Delta(PageId.of(bytes, HEADER_BYTES), splice));
    }

    /** The id of a content, as its page would have it. Cost: hashes it. */
    public static PageId idOf(PageContent content) {
        MessageDigest hash = hash();
        hash.update(head(content, ByteBuffer.allocate(headLength(content))));
        hash.update(content.payload());
        return PageId.of(hash.digest(), 0);
    }

    /**
     * The id of arbitrary bytes, by the same rule as that of pages.
     *
     * @param bytes what is hashed
     * @return the first 128 bits of their SHA-256
     */
    public static PageId idOf(byte[] bytes) {
        return PageId.of(hash().digest(bytes), 0);
    }

    private static MessageDigest hash() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** How many bytes the content takes uncompressed. */
    static long contentLength(PageContent content) {
        return (long) headLength(content) + content.payload().length;
    }

    /** How many of them come before the payload. */
    private static int headLength(PageContent content) {
        return Math.toIntExact(2L
                + varIntLength(content.schemas().size())
                + (long) PageId.BYTES * content.schemas().size()
                + varIntLength(content.links().size())
                + (long) LINK_BYTES * content.links().size());
    }

    /** The content as the bytes that are hashed, and compressed or spliced. */
    public static byte[] contentBytes(PageContent content) {
        ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(contentLength(content)));
        head(content, raw.slice(0, headLength(content)));
        return raw.put(headLength(content), content.payload()).array();
    }

    /** Fills a buffer with what comes before the payload. */
    private static ByteBuffer head(PageContent content, ByteBuffer to) {
        to.put((byte) VERSION).put((byte) content.kind().code());
        putVarInt(to, content.schemas().size());
        for (PageId schema : content.schemas()) {
            to.putLong(schema.high()).putLong(schema.low());
        }
        putVarInt(to, content.links().size());
        return to.put(LinkTable.copyOf(content.links()).bytes()).flip();
    }

    private static byte[] verifiedContent(PageId expected, byte[] bytes, BaseReader bases, Map<PageId, byte[]> whole)
            throws UnreadablePageException {
        byte[] known = whole.get(expected);
        if (known != null) {
            return known;
        }
        if (Sealed.isSealed(bytes)) {
            throw damaged(
                    expected,
                    "does not decrypt with the tenant's key: what is stored under its id was changed, or is another page");
        }
        if (bytes.length < HEADER_BYTES) {
            throw damaged(
                    expected, "cut short: " + bytes.length + " bytes, where the header alone has " + HEADER_BYTES);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int magic = header.getInt();
        if (magic != MAGIC) {
            throw damaged(expected, "begins with 0x%08x, which no page of Varve does (0x%08x)".formatted(magic, MAGIC));
        }
        int version = Byte.toUnsignedInt(header.get());
        if (version > VERSION) {
            throw new UnreadablePageException(
                    Reason.NEWER_FORMAT,
                    expected,
                    "is in format " + version + ", and this version of Varve reads formats up to " + VERSION
                            + "; read it with a newer one");
        }
        if (version == 0) {
            throw damaged(expected, "claims format 0, which never existed");
        }
        int kind = header.get();
        int compression = header.get();
        int reserved = header.get();
        int length = header.getInt();
        if (reserved != 0) {
            throw damaged(expected, "the reserved byte of its header is " + reserved);
        }
        if (length < 4 || length > MAX_CONTENT_BYTES) {
            throw damaged(
                    expected,
                    "claims " + Integer.toUnsignedString(length) + " bytes of content; a page holds 4 to "
                            + MAX_CONTENT_BYTES);
        }
        byte[] raw = compression == DELTA
                ? spliced(expected, bytes, length, bases, whole)
                : body(expected, bytes, compression, length);
        PageId found = idOf(raw);
        if (!found.equals(expected)) {
            throw damaged(expected, "its content has the id " + found + ": it was changed, or is another page");
        }
        if (raw[0] != version || raw[1] != kind) {
            throw damaged(expected, "its header and its content disagree on format and kind");
        }
        if (compression != DELTA) {
            whole.put(expected, raw);
        }
        return raw;
    }

    private static byte[] body(PageId page, byte[] bytes, int compression, int length) throws UnreadablePageException {
        int bodyLength = bytes.length - HEADER_BYTES;
        if (compression == RAW) {
            if (bodyLength != length) {
                throw damaged(page, "has " + bodyLength + " bytes of content where its header says " + length);
            }
            return Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        }
        if (compression != ZSTD) {
            throw damaged(page, "compressed in an unknown way (" + compression + ")");
        }
        byte[] raw = new byte[length];
        try {
            int written = Compression.decompress(raw, bytes, HEADER_BYTES);
            if (written != length) {
                throw damaged(page, "has " + written + " bytes of content where its header says " + length);
            }
        } catch (ZstdException e) {
            throw damaged(page, "can't be decompressed: " + e.getMessage());
        }
        return raw;
    }

    private static byte[] spliced(PageId page, byte[] bytes, int length, BaseReader bases, Map<PageId, byte[]> whole)
            throws UnreadablePageException {
        if (bytes.length > Delta.MAX_PAGE_BYTES) {
            throw damaged(page, "is a delta of " + bytes.length + " bytes; one has at most " + Delta.MAX_PAGE_BYTES);
        }
        Delta delta = deltaOf(bytes)
                .orElseThrow(() -> damaged(page, "is a delta that is cut short before what it is one of"));
        byte[] base = bases.read(delta.base());
        if (base == null) {
            throw UnreadablePageException.missingBase(page, delta.base());
        }
        if (deltaOf(base).isPresent()) {
            // No page is so written; and a chain of such might have no end.
            throw damaged(page, "is a delta of page " + delta.base() + ", which is a delta itself");
        }
        try {
            return delta.splice().apply(verifiedContent(delta.base(), base, none -> null, whole), length);
        } catch (Splice.MalformedException e) {
            throw damaged(page, "is a delta of page " + delta.base() + " with " + e.getMessage());
        } catch (UnreadablePageException e) {
            throw UnreadablePageException.ofBase(page, e);
        }
    }

    private static PageContent parse(byte[] raw, @Nullable Delta delta) throws MalformedException {
        ByteBuffer in = ByteBuffer.wrap(raw).position(1);
        int code = in.get();
        PageKind kind = PageKind.ofCode(code);
        if (kind == null) {
            throw new MalformedException("is of the unknown kind " + code);
        }
        int schemaCount = count(in, PageId.BYTES, "schemas");
        List<PageId> schemas = new ArrayList<>(schemaCount);
        for (int i = 0; i < schemaCount; i++) {
            schemas.add(new PageId(in.getLong(), in.getLong()));
        }
        int linkCount = count(in, LINK_BYTES, "links");
        byte[] links = new byte[LINK_BYTES * linkCount];
        in.get(links);
        for (int i = 0; i < linkCount; i++) {
            byte hasLinks = links[LINK_BYTES * i + PageId.BYTES];
            if (hasLinks != 0 && hasLinks != 1) {
                throw new MalformedException("link " + i + " has the flag " + hasLinks);
            }
        }
        return new PageContent(
                kind, schemas, LinkTable.of(links), Arrays.copyOfRange(raw, in.position(), raw.length), delta);
    }

    private static int count(ByteBuffer in, int bytesEach, String what) throws MalformedException {
        long count = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (!in.hasRemaining()) {
                throw new MalformedException("ends before the number of its " + what);
            }
            byte next = in.get();
            count |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                if (count * bytesEach > in.remaining()) {
                    throw new MalformedException(
                            "claims " + count + " " + what + " in " + in.remaining() + " remaining bytes");
                }
                return (int) count;
            }
        }
        throw new MalformedException("the number of its " + what + " does not end");
    }

    private static void putVarInt(ByteBuffer out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static int varIntLength(int value) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(value)) / 7);
    }

    private static UnreadablePageException damaged(PageId page, String found) {
        return new UnreadablePageException(Reason.DAMAGED, page, found);
    }

    /** What is wrong with a content whose id is right. */
    private static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        final String found;

        MalformedException(String found) {
            super(found);
            this.found = found;
        }
    }
}
