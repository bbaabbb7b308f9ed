package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.varve.internal.page.LinkTable;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageTarget;
import io.varve.spi.PageId;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes and links of what is being written. Links are not numbered in the bytes: they are read again in the order in
 * which they were written. So what is written never depends on what was written before, and can be {@linkplain #cut cut
 * out} into a page of its own once its length is known.
 */
public final class PageOutput extends Output {

    /** How deep values may nest within each other; deeper ones would overflow the stack of some thread. */
    public static final int MAX_DEPTH = 500;

    /** As many as an array can have. Contents that mention more pages than this are refused sooner or later. */
    private static final long MAX_LINK_BYTES = Integer.MAX_VALUE - 8L;

    private static final byte[] NONE = {};

    private final Kryo kryo;
    private final PageTarget target;
    private byte[] links = new byte[32 * PageFormat.LINK_BYTES];
    private int linkCount;
    private byte[] spare = NONE;
    private final IdentityHashMap<Object, PageLink> written = new IdentityHashMap<>();
    private int depth;

    /**
     * Makes an output.
     *
     * @param kryo for registered serializers
     * @param target takes what is cut out
     */
    public PageOutput(Kryo kryo, PageTarget target) {
        super(1024, Integer.MAX_VALUE - 8);
        this.kryo = kryo;
        this.target = target;
    }

    Kryo kryo() {
        return kryo;
    }

    /** Where pages go. */
    public PageTarget target() {
        return target;
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw UnwritableValueException.of("is nested more than " + MAX_DEPTH
                    + " deep; keep long chains in a list, a vector or a map instead of in each other");
        }
    }

    void exit() {
        depth--;
    }

    void writeCount(int count) {
        writeVarInt(count, true);
    }

    /** A string as its number of chars and its chars; two strings never have the same bytes. */
    void writeText(String text) {
        TextFormat.write(this, text);
    }

    /** For registered serializers: null, or as text. */
    @Override
    public void writeString(@Nullable String value) {
        if (value == null) {
            writeByte(0);
        } else {
            writeText(value);
        }
    }

    @Override
    public void writeAscii(@Nullable String value) {
        writeString(value);
    }

    /** Mentions a page. */
    public void writeLink(PageLink link) {
        requireLinks(1);
        LinkTable.write(link, links, linkCount++ * PageFormat.LINK_BYTES);
    }

    /**
     * Mentions pages as a content does.
     *
     * @param content where its table of links is
     * @param from where the first of these mentions begins
     * @param count how many they are
     */
    public void writeLinks(byte[] content, int from, int count) {
        requireLinks(count);
        System.arraycopy(content, from, links, linkCount * PageFormat.LINK_BYTES, count * PageFormat.LINK_BYTES);
        linkCount += count;
    }

    private void requireLinks(int more) {
        long needed = (long) (linkCount + more) * PageFormat.LINK_BYTES;
        if (needed > links.length) {
            links = Arrays.copyOf(
                    links, Math.toIntExact(Math.max(needed, Math.min(2L * links.length, MAX_LINK_BYTES))));
        }
    }

    /** Lends an array of at least so many bytes, whatever they are, until it is {@linkplain #giveBack given back}. */
    public byte[] borrow(int length) {
        byte[] lent = spare;
        spare = NONE;
        return lent.length >= length ? lent : new byte[length + length / 2];
    }

    /** Takes an array back that was borrowed; of several the largest is kept. */
    public void giveBack(byte[] lent) {
        if (lent.length > spare.length) {
            spare = lent;
        }
    }

    /** The number of pages mentioned so far. */
    public int linkCount() {
        return linkCount;
    }

    /** The bytes written since a mark, and those that the pages mentioned since take in a page's table of links. */
    public int lengthSince(int mark, int linkMark) {
        return position() - mark + PageFormat.LINK_BYTES * (linkCount - linkMark);
    }

    byte[] bytesSince(int mark) {
        return Arrays.copyOfRange(getBuffer(), mark, position());
    }

    List<PageLink> linksSince(int linkMark) {
        if (linkMark == linkCount) {
            return List.of(); // As most have.
        }
        return LinkTable.of(
                Arrays.copyOfRange(links, linkMark * PageFormat.LINK_BYTES, linkCount * PageFormat.LINK_BYTES));
    }

    void rewind(int mark, int linkMark) {
        setPosition(mark);
        linkCount = linkMark;
    }

    /**
     * Takes what was written since a mark out of this output, as the content of a page.
     *
     * @param kind what it is
     * @param schema describes it
     * @param mark the {@link #position()} at its beginning
     * @param linkMark the {@link #linkCount()} at its beginning
     */
    public PageContent cut(PageKind kind, PageId schema, int mark, int linkMark) {
        PageContent content = new PageContent(kind, List.of(schema), linksSince(linkMark), bytesSince(mark));
        rewind(mark, linkMark);
        return content;
    }

    /** The page of a root that was put before in this write, or null. */
    public @Nullable PageLink written(Object root) {
        return written.get(root);
    }

    /** Remembers the page of a root, so that a state that holds it twice writes it once. */
    public void written(Object root, PageLink link) {
        written.put(root, link);
    }
}
