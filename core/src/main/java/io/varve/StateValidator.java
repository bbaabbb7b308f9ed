package io.varve;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Says what is wrong with a state before it becomes the head. Registered with {@link StateManagerBuilder#validator}, it
 * sees the result of every change that computes a new state. It does not see transitions that change nothing, nor
 * rollbacks: they go back to what was accepted once.
 *
 * <p>A validator is called by several threads, on states of all tenants, and must be as pure as a {@link Transition}: it
 * may not change a tenant. What it costs is paid by every change, so it should look at what has changed ({@link
 * io.varve.collection.PersistentMap#diff} costs as much as there are changes) rather than at everything.
 *
 * <pre>{@code
 * StateValidator.<Shop>requiring(shop -> shop.stock() >= 0, "the stock is not negative")
 * }</pre>
 *
 * @param <S> the type of the state
 */
@FunctionalInterface
public interface StateValidator<S> {

    /**
     * Looks at a state that is about to become the head. If this throws an exception, the state is refused too.
     *
     * @param before the head as it is; for the initial state, that very state
     * @param after the state that would replace it
     * @return what is wrong with it, each a sentence for people; empty if nothing is
     */
    Seq<String> validate(S before, S after);

    /**
     * A validator that refuses states for which a condition does not hold.
     *
     * @param condition what must hold for every new state
     * @param message says what must hold
     * @param <S> the type of the state
     * @return the validator
     */
    static <S> StateValidator<S> requiring(Predicate<? super S> condition, String message) {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(message, "message");
        return (before, after) -> condition.test(after) ? List.empty() : List.of(message);
    }

    /**
     * A validator that asks both: this one, and another, also if this one found something.
     *
     * @param other the other
     * @return the validator
     */
    default StateValidator<S> and(StateValidator<? super S> other) {
        Objects.requireNonNull(other, "other");
        return (before, after) -> validate(before, after).appendAll(other.validate(before, after));
    }
}
