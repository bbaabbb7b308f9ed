package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.List;
import java.util.Objects;

/**
 * What a page holds before it is compressed: the ids of the schemas that describe its payload, the pages that it
 * mentions (listed apart from the payload, so that reachability can be followed without any schema), and the payload.
 *
 * @param kind what the payload is
 * @param schemas the content ids of the schemas, in the order in which the payload refers to them
 * @param links the pages mentioned, in the order in which the payload refers to them
 * @param payload the bytes; not copied, never modified
 */
public record PageContent(PageKind kind, List<PageId> schemas, List<PageLink> links, byte[] payload) {

    public PageContent {
        Objects.requireNonNull(kind, "kind");
        schemas = List.copyOf(schemas);
        links = List.copyOf(links);
    }

    /** Whether the page of this content mentions further pages, be it only its own chunks. */
    public boolean hasLinks() {
        return !links.isEmpty() || Chunks.isNeededFor(this);
    }

    /** Roughly how many bytes of heap the decoded content takes. */
    public int estimatedHeapBytes() {
        // Decoded strings, boxes and records take about four times their encoded length (measured with JOL).
        return 256 + 64 * links.size() + 4 * payload.length;
    }
}
