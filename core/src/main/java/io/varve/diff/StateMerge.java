package io.varve.diff;

import io.varve.internal.diff.StateComparison;
import io.varve.internal.diff.StructuralMerge;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A three-way merge: what two states have changed since the one from which both come, made one. What only one side has changed
 * is taken from it; what both have changed alike is taken once; for the rest there are {@linkplain MergeRules rules}, and where
 * none fits it is a conflict, to be resolved by a function or by hand. The places are those of a {@link StateDiff}: entries,
 * elements of sets, components, however deep. A sequence whose length both sides have changed is one place.
 *
 * <pre>{@code
 * StateMerge<Shop> merge = StateMerge.between(base, ours, theirs, MergeRules.strict());
 * merge.resolve(conflict -> Option.some(MergeResolution.theirs())).patch().apply(ours)
 * }</pre>
 *
 * <p>Merging with a side that has changed nothing gives the other. The merge is symmetric, as far as the rules are. Cost:
 * that of both diffs. Immutable and thread-safe. Parts of a state that are in a store are read as they are needed, which may
 * throw a {@link io.varve.VarveException}.
 *
 * @param <S> the type of the states
 */
public sealed interface StateMerge<S> permits StructuralMerge {

    /**
     * Merges any two states whose records are public in exported packages.
     *
     * @param base the state from which both come
     * @param ours the state that is merged into; of two changes at the same time, it counts as the later
     * @param theirs the other state
     * @param rules what is done where both have changed the same
     * @param <S> the type of the states
     * @return the merge
     * @throws io.varve.UnsupportedTypeException if a record can't be looked into; the message names the type
     */
    static <S> StateMerge<S> between(S base, S ours, S theirs, MergeRules rules) {
        return new StateComparison(null, List.of()).merge(base, ours, theirs, rules, false);
    }

    /**
     * Merges any two states, of types that are not public too.
     *
     * @param base as in {@link #between(Object, Object, Object, MergeRules)}
     * @param ours as there
     * @param theirs as there
     * @param rules as there
     * @param lookup {@code MethodHandles.lookup()}, called in a class that can see the types
     * @param <S> the type of the states
     * @return the merge
     * @throws io.varve.UnsupportedTypeException as there
     */
    static <S> StateMerge<S> between(S base, S ours, S theirs, MergeRules rules, MethodHandles.Lookup lookup) {
        return new StateComparison(Objects.requireNonNull(lookup, "lookup"), List.of())
                .merge(base, ours, theirs, rules, false);
    }

    /**
     * What merging changes of our side: all but the conflicts that are not resolved.
     *
     * @return a patch that fits our side
     */
    Patch<S> patch();

    /**
     * The conflicts that are not resolved.
     *
     * @return them, in the order of the diffs; none within another
     */
    Seq<MergeConflict> conflicts();

    /**
     * Whether there is no conflict left.
     *
     * @return true if {@link #conflicts()} is empty
     */
    default boolean isResolved() {
        return conflicts().isEmpty();
    }

    /**
     * Resolves conflicts by a function.
     *
     * @param resolver what becomes of each; none to leave it
     * @return the merge with these resolved
     */
    StateMerge<S> resolve(Function<? super MergeConflict, Option<MergeResolution>> resolver);

    /**
     * Resolves one conflict by hand.
     *
     * @param path where
     * @param resolution what becomes of it
     * @return the merge with that one resolved
     * @throws IllegalArgumentException if there is no conflict at the path; the message lists those that there are
     */
    StateMerge<S> resolve(StatePath path, MergeResolution resolution);
}
