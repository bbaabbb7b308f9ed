package io.varve.internal.page;

import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The bytes under a page's id are not that page. Checked, so that whoever reads pages decides what it means for whom:
 * only they know which snapshots are hurt.
 */
public final class UnreadablePageException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What may be concluded. */
    public enum Reason {
        /** The bytes were changed, cut or mixed up. */
        DAMAGED,
        /** There are no bytes. */
        MISSING,
        /** The bytes are in a format that only a newer version of Varve knows. */
        NEWER_FORMAT
    }

    /** Why the page can't be read. */
    private final Reason reason;

    /** The page whose own bytes are at fault. */
    private final transient PageId origin;

    UnreadablePageException(Reason reason, PageId page, String found) {
        this(reason, page, page, found, null);
    }

    private UnreadablePageException(
            Reason reason, PageId page, PageId origin, String found, @Nullable Throwable cause) {
        super("page " + page + ": " + found, cause);
        this.reason = reason;
        this.origin = origin;
    }

    /** Says that the store itself found a page's bytes damaged. */
    public static UnreadablePageException damaged(PageId page, StoreException cause) {
        return new UnreadablePageException(Reason.DAMAGED, page, page, String.valueOf(cause.getMessage()), cause);
    }

    /** Says that there are no bytes under a page's id. */
    public static UnreadablePageException missing(PageId page) {
        return new UnreadablePageException(Reason.MISSING, page, "is missing from the store");
    }

    /** Says that there are no bytes under the id of the page that a page is a delta of. */
    static UnreadablePageException missingBase(PageId page, PageId base) {
        return new UnreadablePageException(
                Reason.MISSING,
                page,
                base,
                "is stored as what differs from page " + base + ", which is missing from the store",
                null);
    }

    /** Says that the page that a page is a delta of can't be read. */
    static UnreadablePageException ofBase(PageId page, UnreadablePageException base) {
        return new UnreadablePageException(
                base.reason,
                page,
                base.origin,
                "is stored as what differs from another, and " + base.getMessage(),
                base);
    }

    /** The page whose own bytes are at fault: this one, or the one that it is a delta of. */
    public PageId origin() {
        return origin;
    }

    /** Why the page can't be read. */
    public Reason reason() {
        return reason;
    }
}
