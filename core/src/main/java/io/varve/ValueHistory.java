package io.varve;

import io.varve.internal.engine.StoredValueHistory;
import java.util.Iterator;

/**
 * The values that one place of a tenant's state had, in the states that are kept: those of the snapshots, and the head. They are
 * found as they are iterated, and can be iterated any number of times; each time the snapshots are those of the moment when the
 * history was asked for.
 *
 * <p>Cost of a step: states are read until one differs there. Of each state that is not the very one before, that is its root
 * page, and the pages on the way to the place that the one before does not have; nothing else is read, and what both share is
 * not compared. The audit trail is read once for each iteration.
 *
 * <p>Thread-safe; an iterator is for one thread. An iteration throws what {@link Tenant#at} and {@link Tenant#audit()} do,
 * {@link ClosedException} once the manager was closed.
 */
public sealed interface ValueHistory extends Iterable<ValueChange> permits StoredValueHistory {

    /**
     * The changes of the value. Where the oldest state has one, that is the first of them.
     *
     * @return the changes, from the oldest to the newest unless this is {@link #newestFirst()}
     */
    @Override
    Iterator<ValueChange> iterator();

    /**
     * The same from the newest to the oldest.
     *
     * @return a history
     */
    ValueHistory newestFirst();
}
