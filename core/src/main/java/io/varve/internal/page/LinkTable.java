package io.varve.internal.page;

import io.varve.spi.PageId;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The pages that a content mentions, as the bytes in which they stand in it. A mention becomes an object when it is asked for: a
 * branch that is written mostly has the mentions of the branch before, which are copied. Immutable.
 */
public final class LinkTable extends AbstractList<PageLink> implements RandomAccess {

    private static final LinkTable EMPTY = new LinkTable(new byte[0]);

    private final byte[] bytes;

    private LinkTable(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a table as its bytes.
     *
     * @param bytes {@value PageFormat#LINK_BYTES} for each mention; not copied, never to be modified
     */
    public static LinkTable of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new LinkTable(bytes);
    }

    /** The same mentions as a table. Cost: O(n), nothing if they are one already. */
    static LinkTable copyOf(List<PageLink> links) {
        if (links instanceof LinkTable table) {
            return table;
        }
        if (links.isEmpty()) {
            return EMPTY;
        }
        byte[] bytes = new byte[PageFormat.LINK_BYTES * links.size()];
        for (int i = 0; i < links.size(); i++) {
            write(links.get(i), bytes, PageFormat.LINK_BYTES * i);
        }
        return new LinkTable(bytes);
    }

    /** Writes one mention. */
    public static void write(PageLink link, byte[] to, int position) {
        ByteBuffer.wrap(to)
                .putLong(position, link.id().high())
                .putLong(position + Long.BYTES, link.id().low())
                .put(position + PageId.BYTES, (byte) (link.hasLinks() ? 1 : 0));
    }

    @Override
    public PageLink get(int index) {
        Objects.checkIndex(index, size());
        int position = PageFormat.LINK_BYTES * index;
        return new PageLink(PageId.of(bytes, position), bytes[position + PageId.BYTES] != 0);
    }

    @Override
    public int size() {
        return bytes.length / PageFormat.LINK_BYTES;
    }

    /** The table as it stands in a content. */
    byte[] bytes() {
        return bytes;
    }
}
