package io.varve.internal.diff;

import io.varve.diff.Patch;
import io.varve.diff.PatchConflict;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link Patch}.
 *
 * @param <S> the type of the states
 */
public final class StructuralPatch<S> implements Patch<S> {

    private final Structure structure;
    private final Vector<StateChange> changes;

    StructuralPatch(Structure structure, Vector<StateChange> changes) {
        this.structure = structure;
        this.changes = changes;
    }

    @Override
    public Seq<StateChange> changes() {
        return changes;
    }

    @Override
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    @Override
    @SuppressWarnings("unchecked") // A state with some of its parts replaced is of the type that it was.
    public Either<Seq<PatchConflict>, S> apply(S state) {
        Objects.requireNonNull(state, "state");
        return PatchRun.on(state, ChangeTree.of(changes), structure, StatePath.root())
                .map(next -> (S) next);
    }

    @Override
    public Patch<S> invert() {
        return new StructuralPatch<>(structure, changes.map(StateChange::invert));
    }

    @Override
    public Patch<S> compose(Patch<S> next) {
        Objects.requireNonNull(next, "next");
        return new StructuralPatch<>(structure, Vector.ofAll(new Composition(structure).of(changes, next.changes())));
    }

    @Override
    public Patch<S> only(StatePath... places) {
        return new StructuralPatch<>(structure, changes.filter(Places.of(places)::contain));
    }

    @Override
    public Patch<S> except(StatePath... places) {
        return new StructuralPatch<>(structure, changes.reject(Places.of(places)::contain));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StructuralPatch<?> patch && patch.changes.equals(changes);
    }

    @Override
    public int hashCode() {
        return changes.hashCode();
    }

    /** Counts the changes, which could be many. */
    @Override
    public String toString() {
        return "Patch of " + Literals.counted(changes.size(), "change");
    }
}
