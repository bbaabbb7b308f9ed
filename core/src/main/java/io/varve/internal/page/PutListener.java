package io.varve.internal.page;

/** Told of a page that was put. */
@FunctionalInterface
public interface PutListener {

    /**
     * The page can be read from now on.
     *
     * @param knownAsBase whether it is known that others may be stored as {@linkplain PageFormat#canBeBase deltas} of it. It
     *     is not if the page may have been there before, in another way
     */
    void stored(boolean knownAsBase);
}
