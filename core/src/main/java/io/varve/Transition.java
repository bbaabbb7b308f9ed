package io.varve;

/**
 * A pure step from one state to the next. It must compute its result from its argument alone, since it may be run more
 * than once for one call: when another writer came first, or when a group of writes has to be done again.
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface Transition<S> {

    /**
     * Computes the next state.
     *
     * @param state the current state
     * @return the next state; returning the very argument means that nothing changes
     * @throws Exception to refuse; the state stays what it was
     */
    S apply(S state) throws Exception;
}
