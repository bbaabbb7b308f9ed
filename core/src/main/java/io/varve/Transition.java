package io.varve;

import io.vavr.collection.List;
import java.util.Objects;
import java.util.function.Predicate;

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

    /**
     * This transition, refused with {@link ValidationFailedException} unless a condition holds for the state before it.
     *
     * @param condition what must hold before
     * @param message says what must hold
     * @return a transition
     */
    default Transition<S> requiring(Predicate<? super S> condition, String message) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(message, "message");
        return markedAsThis(state -> {
            if (!condition.test(state)) {
                throw new ValidationFailedException(
                        "refused for the state before it: " + message, List.of(message), null);
            }
            return apply(state);
        });
    }

    /**
     * This transition, refused with {@link ValidationFailedException} unless a condition holds for its result, also if
     * that is the state that it was given.
     *
     * @param condition what must hold after
     * @param message says what must hold
     * @return a transition
     */
    default Transition<S> ensuring(Predicate<? super S> condition, String message) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(message, "message");
        return markedAsThis(state -> {
            S next = Objects.requireNonNull(apply(state), "a transition returned null");
            if (!condition.test(next)) {
                throw new ValidationFailedException("refused for its result: " + message, List.of(message), null);
            }
            return next;
        });
    }

    /**
     * This transition, and then another on its result, as one; risky if one of them is.
     *
     * @param next the other
     * @return a transition
     */
    default Transition<S> andThen(Transition<S> next) {
        Objects.requireNonNull(next, "next");
        Transition<S> both = state -> next.apply(
                Objects.requireNonNull(apply(state), "the first of two transitions joined by andThen returned null"));
        return next.isRisky() ? both.risky() : markedAsThis(both);
    }

    /**
     * This transition, marked as risky: where the manager's {@link SnapshotPolicy} says so, a snapshot is taken before it.
     *
     * @return a transition
     */
    default Transition<S> risky() {
        return new MarkedTransition<>(this);
    }

    /**
     * Whether the transition is marked as risky.
     *
     * @return false unless {@link #risky()} made it, or it was made of such a one
     */
    default boolean isRisky() {
        return false;
    }

    private Transition<S> markedAsThis(Transition<S> made) {
        return isRisky() ? made.risky() : made;
    }
}
