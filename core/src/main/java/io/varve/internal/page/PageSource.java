package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stored pages of one incarnation of one tenant. Two stubs with the same source and id are the same content.
 * Thread-safe.
 */
public interface PageSource {

    /**
     * Reads a page, verified against its id; a chunked content comes back whole.
     *
     * @throws io.varve.VarveException if it is missing, damaged, of a newer format, or the store fails
     */
    PageContent read(PageId id);

    /**
     * Reads pages that {@link #read} is likely to be asked for soon, in few calls of the store. What can't be read is left
     * out, for whatever reason, and so are contents in chunks. A source may leave out all.
     *
     * @return the contents, verified
     */
    default Map<PageId, PageContent> readAhead(List<PageId> ids) {
        return Map.of();
    }

    /**
     * Those of some pages that are there, and stored so that others may be stored as {@linkplain PageFormat#canBeBase deltas} of
     * them. Cost: one call of the store for some hundred, which reads the pages.
     *
     * @throws io.varve.VarveException if the store fails
     */
    Set<PageId> basesAmong(Collection<PageId> ids);

    /**
     * Reads the stored schema with the given content id.
     *
     * @throws io.varve.VarveException as {@link #read}
     */
    byte[] readSchema(PageId id);

    /** The budget of memory that nodes loaded from here share. */
    NodeBudget budget();

    /** Those of the pages that something on the heap holds. */
    HeldPages held();
}
