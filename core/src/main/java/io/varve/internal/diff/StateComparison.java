package io.varve.internal.diff;

import io.varve.diff.DiffRules;
import io.varve.diff.MergeRules;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.diff.StateMerge;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares states whose types are known in the same way. Thread-safe. */
public final class StateComparison {

    private final Structure structure;

    /**
     * Makes a comparison.
     *
     * @param lookup reaches what is not public; null if all is
     * @param whole classes whose values are only ever equal or not
     */
    public StateComparison(MethodHandles.@Nullable Lookup lookup, List<Class<?>> whole) {
        structure = new Structure(new RecordParts(lookup), whole);
    }

    /**
     * Compares two states, lazily.
     *
     * @throws io.varve.UnsupportedTypeException if the state itself is a record that can't be looked into
     */
    public <S> StateDiff<S> between(S before, S after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        structure.require(before);
        return new StructuralDiff<>(structure, DiffRules.exact(), before, after);
    }

    /**
     * Merges two states that come from a third.
     *
     * @param theirsIsLater which side is right where the last writer is
     * @throws io.varve.UnsupportedTypeException if a record can't be looked into
     */
    public <S> StateMerge<S> merge(S base, S ours, S theirs, MergeRules rules, boolean theirsIsLater) {
        Objects.requireNonNull(rules, "rules");
        Vector<StateChange> ourChanges = Vector.ofAll(between(base, ours));
        Vector<StateChange> theirChanges = Vector.ofAll(between(base, theirs));
        return new ThreeWay(structure, rules, theirsIsLater).merge(base, ours, theirs, ourChanges, theirChanges);
    }
}
