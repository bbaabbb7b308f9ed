package io.varve.internal.page;

/** In what way a page is known to be stored. */
public enum StoredForm {

    /** So that others may be stored as {@linkplain PageFormat#canBeBase deltas} of it. */
    BASE,

    /** Otherwise: as a delta itself, or too small to be a base. */
    OTHER,

    /** It may have been there before, in another way than it was put. */
    UNKNOWN
}
