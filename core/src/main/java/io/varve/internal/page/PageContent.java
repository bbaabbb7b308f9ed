package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a page holds before it is compressed: the ids of the schemas that describe its payload, the pages that it
 * mentions (listed apart from the payload, so that reachability can be followed without any schema), and the payload.
 *
 * @param kind what the payload is
 * @param schemas the content ids of the schemas, in the order in which the payload refers to them
 * @param links the pages mentioned, in the order in which the payload refers to them
 * @param payload the bytes; not copied, never modified
 * @param delta how it is stored, or may be, for less than it takes whole; null if whole
 */
public record PageContent(
        PageKind kind,
        List<PageId> schemas,
        List<PageLink> links,
        byte[] payload,
        @Nullable Delta delta) {

    /** The longest payload of which it is worthwhile to keep the bytes on the heap, so that they need not be made again. */
    private static final int MAX_KEPT_BYTES = Character.MAX_VALUE;

    public PageContent {
        Objects.requireNonNull(kind, "kind");
        schemas = List.copyOf(schemas);
        links = LinkTable.copyOf(links);
    }

    /** A content that is stored whole. */
    public PageContent(PageKind kind, List<PageId> schemas, List<PageLink> links, byte[] payload) {
        this(kind, schemas, links, payload, null);
    }

    /** The same content, to be stored as a delta. */
    PageContent as(Delta stored) {
        return new PageContent(kind, schemas, links, payload, stored);
    }

    /** Whether the page of this content mentions further pages, be it only its own chunks. */
    public boolean hasLinks() {
        return !links.isEmpty() || Chunks.isNeededFor(this);
    }

    /** Whether the bytes stay on the heap beside what is decoded from them. */
    public boolean isKept() {
        return kind == PageKind.MAP_NODE && links.isEmpty() && payload.length <= MAX_KEPT_BYTES;
    }

    /** Roughly how many bytes of heap the decoded content takes. */
    public int estimatedHeapBytes() {
        // Decoded strings, boxes and records take about four times their encoded length (measured with JOL).
        return 256 + 64 * links.size() + (isKept() ? 5 : 4) * payload.length;
    }
}
