package io.varve.internal.page;

/** Told of a page that was put. */
@FunctionalInterface
public interface PutListener {

    /**
     * The page can be read from now on.
     *
     * @param form how it is stored
     */
    void stored(StoredForm form);
}
