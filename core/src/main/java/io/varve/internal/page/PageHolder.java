package io.varve.internal.page;

/** Something on the heap that knows that a page is stored, and may read it, or have another page mention it, later. */
public interface PageHolder {

    /** The page. Always the same, and never asked for before it is known. */
    PageLink link();
}
