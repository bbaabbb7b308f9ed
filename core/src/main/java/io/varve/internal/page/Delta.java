package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.Objects;

/**
 * A page's content as what differs from another's.
 *
 * @param base a page that is stored whole
 * @param splice what makes this page's content of the base's
 */
public record Delta(PageId base, Splice splice) {

    /** The most bytes that a page takes which is stored as a delta, header included. A constant of the format. */
    static final int MAX_PAGE_BYTES = 384;

    /**
     * A content is stored whole once its delta takes more than one of so many parts of it. Deltas of one base grow with
     * each change, and all that they have grown by is written each time; at some point a new base costs less.
     */
    private static final int PARTS = 3;

    public Delta {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(splice, "splice");
    }

    /** Whether a content of some length had better be stored so than whole. */
    boolean isWorthIt(long contentLength) {
        int bytes = PageFormat.HEADER_BYTES + PageId.BYTES + splice.length();
        return bytes <= MAX_PAGE_BYTES && (long) PARTS * bytes <= contentLength;
    }
}
