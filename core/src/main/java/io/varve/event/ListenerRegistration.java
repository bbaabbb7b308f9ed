package io.varve.event;

import java.time.Duration;

/** A listener that is being told, until this or the manager is closed. Thread-safe. */
public interface ListenerRegistration extends AutoCloseable {

    /**
     * How many events wait to be told.
     *
     * @return the number; the one that the listener is being told just now is not counted
     */
    int waiting();

    /**
     * Waits until the listener has handled all that happened before this call.
     *
     * @param atMost how long to wait at most; not negative
     * @return whether it has; false also if this was closed meanwhile, or the thread was interrupted, which it still is then
     * @throws IllegalStateException if it is called by the thread of a listener, which could wait for itself
     */
    boolean awaitDelivered(Duration atMost);

    /** Ends it. What waits is not told any more; the event that is being told is. Closing again does nothing. */
    @Override
    void close();
}
