package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.Collection;
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
     * Those of some pages that are there, and stored so that others may be stored as {@linkplain PageFormat#canBeBase deltas} of
     * them. Cost: one call of the store, which reads the pages.
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
