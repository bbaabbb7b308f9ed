package io.varve.internal.engine;

import io.varve.diff.Patch;
import io.vavr.collection.List;
import java.util.function.UnaryOperator;

/**
 * Which of the changes that a rollback would make are wanted.
 *
 * @param steps each leaves out some of what is left; if there are none, all changes are wanted
 */
record Selection<S>(List<UnaryOperator<Patch<S>>> steps) {

    /** All changes. */
    static <S> Selection<S> all() {
        return new Selection<>(List.empty());
    }

    /** Whether not all is wanted, or could be. */
    boolean isSome() {
        return steps.nonEmpty();
    }

    Selection<S> and(UnaryOperator<Patch<S>> step) {
        return new Selection<>(steps.append(step));
    }

    Patch<S> of(Patch<S> all) {
        return steps.foldLeft(all, (patch, step) -> step.apply(patch));
    }
}
