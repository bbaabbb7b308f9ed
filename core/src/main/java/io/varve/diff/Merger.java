package io.varve.diff;

import io.varve.internal.diff.Mergers;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/**
 * Makes one value of two that come from the same one: see {@link MergeRules}. It is asked where both sides have changed a
 * value, be it alike, and both still have one; what one side has removed and the other changed is a conflict. A pure function.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface Merger<V> {

    /**
     * Merges two values.
     *
     * @param base the value from which both come; none if both sides have added one
     * @param ours what the side has that is merged into
     * @param theirs what the other side has
     * @return the value for both, or none if this merger has no answer: see {@link MergeRules}
     */
    Option<V> merge(Option<V> base, V ours, V theirs);

    /**
     * Adds up what both sides have added to a number, or taken from it. Symmetric.
     *
     * @param <N> a number of the JDK's: Byte, Short, Integer, Long, Float, Double, BigInteger or BigDecimal
     * @return a merger that leaves a conflict if the sum is out of range, or the numbers are of other types
     */
    static <N extends Number> Merger<N> counter() {
        return Mergers::sum;
    }

    /**
     * Makes of two sets what both sides have added and neither has removed. Sets in a state are merged so by themselves,
     * element by element; this is for sets that both sides have put where there was none, or that are kept as a whole.
     * Symmetric, but for the order of the elements.
     *
     * @param <T> the type of the elements
     * @return a merger without conflicts
     */
    static <T> Merger<Set<T>> set() {
        return (base, ours, theirs) ->
                Option.some(ours.filter(each -> theirs.contains(each) || !base.exists(set -> set.contains(each)))
                        .addAll(theirs.filter(each -> !base.exists(set -> set.contains(each)))));
    }

    /**
     * Puts what the other side has appended to a sequence behind what this side has. Not symmetric: the order differs. Cost:
     * of a {@link io.varve.collection.PersistentVector} what was appended, else its size.
     *
     * @param <T> the type of the elements
     * @return a merger that leaves a conflict if either side has done anything but append
     */
    static <T> Merger<Seq<T>> appending() {
        return Mergers::append;
    }
}
