package io.varve.internal.page;

/**
 * Keeps a page from being collected, and nothing on the heap, for as long as it lives itself.
 *
 * @param link the page
 */
record HeldPage(PageLink link) implements PageHolder {

    /** Begins to hold a page that something else holds until this returns. */
    static HeldPage of(PageLink link, HeldPages held) {
        HeldPage page = new HeldPage(link);
        held.add(page);
        return page;
    }
}
