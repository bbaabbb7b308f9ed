package io.varve.internal.diff;

import io.varve.diff.DiffRules;
import io.varve.diff.MergeRules;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.varve.diff.StateMerge;
import io.varve.diff.StatePath;
import io.vavr.collection.Vector;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares states whose types are known in the same way. Thread-safe. */
public final class StateComparison {

    private final Structure structure;
    private final PlaceFinder finder;

    /**
     * Makes a comparison.
     *
     * @param lookup reaches what is not public; null if all is
     * @param whole classes whose values are only ever equal or not
     */
    public StateComparison(MethodHandles.@Nullable Lookup lookup, List<Class<?>> whole) {
        RecordParts records = new RecordParts(lookup);
        structure = new Structure(records, whole);
        finder = new PlaceFinder(records);
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
     * What a state has at a place, or null if there is nothing. Cost: that of the steps.
     *
     * @throws IllegalArgumentException if a record on the way has no component of that name
     */
    public @Nullable Object at(Object state, StatePath path) {
        return finder.find(state, path);
    }

    /** Whether two values of one place differ. Cost: that of finding the first difference. */
    public boolean differ(@Nullable Object before, @Nullable Object after) {
        return new Walk(structure, StatePath.root(), before, after).advance() != null;
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
