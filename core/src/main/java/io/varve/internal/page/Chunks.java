package io.varve.internal.page;

import io.varve.internal.page.UnreadablePageException.Reason;
import io.varve.spi.PageId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a content that is too large for one page, and joins it again. The cuts are constants of the format, not
 * limits of a store, so that ids agree across stores. Each chunk carries its share of the payload and of the links, so
 * that reachability can be followed chunk by chunk; the list of the chunks stands for the content and gives it its id.
 */
public final class Chunks {

    /** The longest payload that a content may have. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 28;

    /** The most pages that a content may mention. */
    public static final int MAX_LINKS = 1 << 23;

    static final int PAYLOAD_BYTES_PER_CHUNK = 256 * 1024;
    static final int LINKS_PER_CHUNK = 8 * 1024;

    /** The payload of a list: the kind of the content (1 byte), the lengths of its payload and its links (4 each). */
    private static final int LIST_PAYLOAD_BYTES = 9;

    private Chunks() {}

    /** Reads one page as it is stored. */
    @FunctionalInterface
    public interface PageReader {

        /**
         * Reads and verifies a page; a list of chunks comes as such.
         *
         * @throws UnreadablePageException if it is not what its id says
         */
        PageContent read(PageId id) throws UnreadablePageException;
    }

    /** Whether the content takes more than one page. */
    public static boolean isNeededFor(PageContent content) {
        return PageFormat.contentLength(content) > PageFormat.MAX_CONTENT_BYTES;
    }

    /** Whether a page holds only a part of a content, or the list of such parts. */
    public static boolean isPart(PageContent page) {
        return page.kind() == PageKind.CHUNK || page.kind() == PageKind.CHUNK_LIST;
    }

    /**
     * Splits a content into what fits pages. Of a content that fits as it is, it makes a list of itself.
     *
     * @param content what is to be stored
     * @return the pages to store, children first; the last stands for the content
     * @throws IllegalArgumentException if it is longer than {@link #MAX_PAYLOAD_BYTES}, or mentions too many pages
     */
    public static List<PageContent> split(PageContent content) {
        if (!isNeededFor(content)) {
            return List.of(content);
        }
        byte[] payload = content.payload();
        List<PageLink> links = content.links();
        if (payload.length > MAX_PAYLOAD_BYTES || links.size() > MAX_LINKS) {
            throw new IllegalArgumentException("a value takes " + payload.length + " bytes and mentions " + links.size()
                    + " pages; at most " + MAX_PAYLOAD_BYTES + " and " + MAX_LINKS
                    + " are possible. Keep what is large in PersistentMap and PersistentVector");
        }
        List<PageContent> pages = new ArrayList<>();
        List<PageLink> chunkLinks = new ArrayList<>();
        int count = chunksOf(payload.length, links.size());
        for (int i = 0; i < count; i++) {
            PageContent chunk = new PageContent(
                    PageKind.CHUNK,
                    List.of(),
                    links.subList(from(i, LINKS_PER_CHUNK, links.size()), from(i + 1, LINKS_PER_CHUNK, links.size())),
                    Arrays.copyOfRange(
                            payload,
                            from(i, PAYLOAD_BYTES_PER_CHUNK, payload.length),
                            from(i + 1, PAYLOAD_BYTES_PER_CHUNK, payload.length)));
            pages.add(chunk);
            chunkLinks.add(new PageLink(PageFormat.idOf(chunk), chunk.hasLinks()));
        }
        byte[] list = ByteBuffer.allocate(LIST_PAYLOAD_BYTES)
                .put((byte) content.kind().code())
                .putInt(payload.length)
                .putInt(links.size())
                .array();
        pages.add(new PageContent(PageKind.CHUNK_LIST, content.schemas(), chunkLinks, list));
        return pages;
    }

    /**
     * Reads a content, joining it if it was split. Memory grows with what is really read, not with what is claimed.
     *
     * @param id the content
     * @param pages reads single pages
     * @return the content, whole
     * @throws UnreadablePageException if a page of it can't be read, or the chunks don't fit their list
     */
    public static PageContent read(PageId id, PageReader pages) throws UnreadablePageException {
        PageContent page = pages.read(id);
        return switch (page.kind()) {
            case CHUNK_LIST -> join(id, page, pages);
            case CHUNK ->
                throw new UnreadablePageException(Reason.DAMAGED, id, "is a chunk where a whole content was expected");
            default -> page;
        };
    }

    private static PageContent join(PageId id, PageContent list, PageReader pages) throws UnreadablePageException {
        if (list.payload().length != LIST_PAYLOAD_BYTES) {
            throw damaged(
                    id,
                    "is a list of chunks with a payload of " + list.payload().length + " bytes, not "
                            + LIST_PAYLOAD_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(list.payload());
        PageKind kind = PageKind.ofCode(in.get());
        int payloadBytes = in.getInt();
        int linkCount = in.getInt();
        if (kind == null || kind == PageKind.CHUNK || kind == PageKind.CHUNK_LIST) {
            throw damaged(id, "is a list of chunks of no sensible kind");
        }
        if (payloadBytes < 0
                || payloadBytes > MAX_PAYLOAD_BYTES
                || linkCount < 0
                || linkCount > MAX_LINKS
                || linkCount > payloadBytes // Each mention takes a byte at least that says what it mentions.
                || list.links().size() != chunksOf(payloadBytes, linkCount)) {
            throw damaged(
                    id,
                    "lists " + list.links().size() + " chunks for a payload of " + payloadBytes + " bytes and "
                            + linkCount + " links");
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        List<PageLink> links = new ArrayList<>();
        for (int i = 0; i < list.links().size(); i++) {
            PageContent chunk = pages.read(list.links().get(i).id());
            int bytesHere =
                    from(i + 1, PAYLOAD_BYTES_PER_CHUNK, payloadBytes) - from(i, PAYLOAD_BYTES_PER_CHUNK, payloadBytes);
            int linksHere = from(i + 1, LINKS_PER_CHUNK, linkCount) - from(i, LINKS_PER_CHUNK, linkCount);
            if (chunk.kind() != PageKind.CHUNK
                    || chunk.payload().length != bytesHere
                    || chunk.links().size() != linksHere) {
                throw damaged(
                        id,
                        "its chunk " + i + ", page " + list.links().get(i).id() + ", is a " + chunk.kind()
                                + " of " + chunk.payload().length + " bytes and "
                                + chunk.links().size() + " links, not a CHUNK of "
                                + bytesHere + " and " + linksHere);
            }
            payload.writeBytes(chunk.payload());
            links.addAll(chunk.links());
        }
        return new PageContent(kind, list.schemas(), links, payload.toByteArray());
    }

    private static int chunksOf(int payloadBytes, int links) {
        return Math.max(roundUp(payloadBytes, PAYLOAD_BYTES_PER_CHUNK), roundUp(links, LINKS_PER_CHUNK));
    }

    private static int roundUp(int total, int perChunk) {
        return (total + perChunk - 1) / perChunk;
    }

    private static int from(int chunk, int perChunk, int total) {
        return (int) Math.min((long) chunk * perChunk, total);
    }

    private static UnreadablePageException damaged(PageId page, String found) {
        return new UnreadablePageException(Reason.DAMAGED, page, found);
    }
}
