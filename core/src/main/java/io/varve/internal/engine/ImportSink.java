package io.varve.internal.engine;

import io.varve.internal.page.PageLink;
import io.varve.spi.Page;
import io.varve.spi.PageId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where the pages of a bundle go. Not thread-safe: one sink serves one import. */
interface ImportSink {

    /**
     * A page that was verified.
     *
     * @param page the page as it is to be stored
     * @param links what it mentions; nothing if only its bytes are needed
     * @param isBase whether only its bytes are needed
     */
    record Verified(Page page, List<PageLink> links, boolean isBase) {}

    /** Reads pages as they are stored; those that are not there are left out. */
    Map<PageId, byte[]> stored(Collection<PageId> ids);

    /** Whether pages that are there have to be put all the same, so that they are not collected. */
    boolean needsAll();

    /** Makes pages durable, in their order. */
    void put(List<Verified> pages);

    /** Makes a schema durable. */
    void putSchema(PageId id, byte[] schema);
}
