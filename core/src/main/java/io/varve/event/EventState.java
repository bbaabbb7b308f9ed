package io.varve.event;

/**
 * A state that an event tells of, which is read when it is asked for and let go of when the listener returns: events that are
 * kept don't keep states. Whoever needs the state for longer keeps what {@link #get} gives.
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface EventState<S> {

    /**
     * The state. Cost: a field read if it is on the heap, as it is for most events; else reading one page, and the rest as it is
     * touched.
     *
     * @return the state
     * @throws IllegalStateException if the listener has returned
     * @throws io.varve.CorruptDataException if what is stored is damaged
     * @throws io.varve.StoreFailedException if the store fails
     * @throws io.varve.ClosedException if the tenant was closed before the event was told
     */
    S get();
}
