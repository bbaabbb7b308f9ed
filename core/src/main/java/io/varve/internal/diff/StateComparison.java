package io.varve.internal.diff;

import io.varve.diff.DiffRules;
import io.varve.diff.StateDiff;
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
}
