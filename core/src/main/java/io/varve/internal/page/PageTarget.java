package io.varve.internal.page;

import io.varve.spi.PageId;
import org.jspecify.annotations.Nullable;

/**
 * Where one write of a state puts its pages, children before parents. Not thread-safe: one target serves one write.
 */
public interface PageTarget {

    /** The source from which the pages can be read later; a stub of this source need not be put again. */
    PageSource source();

    /**
     * Takes a page, chunking it if it is large.
     *
     * @param content what the page holds
     * @param listener told once the page can be read from {@link #source()}, possibly within a later call
     * @return the id of the page, which is known at once
     */
    PageId put(PageContent content, PutListener listener);

    /**
     * The page that something was put as just before, in this very write of several states that share it; null if that is not
     * remembered.
     *
     * @param written a node, by its identity
     */
    default @Nullable PageLink pageOf(Object written) {
        return null;
    }

    /** Lets {@link #pageOf} know of a page. */
    default void isPut(Object written, PageLink page) {}
}
