package io.varve.internal.engine;

import io.vavr.control.Option;

/** Tells what other processes have made of a tenant. Used under the commit lock, between writes. */
interface News<S> {

    /**
     * Looks for changes.
     *
     * @param known the head as it is known here
     * @param all whether to read all, since something is not what it was of which the tenant's own refs do not tell
     * @return what there is now, or none if nothing has changed
     */
    Option<Arrival<S>> since(Head<S> known, boolean all);

    /** Tells whoever has begun to collect garbage what is held here, once what is new has been taken over. */
    void acknowledge();
}
