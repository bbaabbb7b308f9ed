package io.varve.internal.diff;

import io.varve.diff.MergeConflict;
import io.varve.diff.MergeResolution;
import io.varve.diff.Patch;
import io.varve.diff.StateChange;
import io.varve.diff.StateMerge;
import io.varve.diff.StatePath;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link StateMerge}.
 *
 * @param <S> the type of the states
 */
public final class StructuralMerge<S> implements StateMerge<S> {

    private static final int MOST_IN_MESSAGE = 20;

    private final Structure structure;
    private final Vector<StateChange> changes;
    private final Vector<MergeConflict> conflicts;

    /**
     * Makes a merge.
     *
     * @param changes what is changed of our side
     * @param conflicts what is not decided
     */
    StructuralMerge(Structure structure, Vector<StateChange> changes, Vector<MergeConflict> conflicts) {
        this.structure = structure;
        this.changes = changes;
        this.conflicts = conflicts;
    }

    @Override
    public Patch<S> patch() {
        return new StructuralPatch<>(structure, changes);
    }

    @Override
    public Seq<MergeConflict> conflicts() {
        return conflicts;
    }

    @Override
    public StateMerge<S> resolve(Function<? super MergeConflict, Option<MergeResolution>> resolver) {
        Objects.requireNonNull(resolver, "resolver");
        Vector<StateChange> more = changes;
        Vector<MergeConflict> left = Vector.empty();
        for (MergeConflict conflict : conflicts) {
            Option<MergeResolution> resolution = resolver.apply(conflict);
            if (resolution.isEmpty()) {
                left = left.append(conflict);
            } else {
                more = more.appendAll(changes(conflict, resolution.get()));
            }
        }
        return new StructuralMerge<>(structure, more, left);
    }

    @Override
    public StateMerge<S> resolve(StatePath path, MergeResolution resolution) {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(resolution, "resolution");
        if (conflicts.forAll(conflict -> !conflict.path().equals(path))) {
            throw new IllegalArgumentException("there is no conflict at " + path + "; "
                    + (conflicts.isEmpty()
                            ? "there is none at all"
                            : "there are conflicts at: "
                                    + conflicts
                                            .map(MergeConflict::path)
                                            .take(MOST_IN_MESSAGE)
                                            .mkString(", ")));
        }
        return resolve(conflict -> Option.when(conflict.path().equals(path), resolution));
    }

    private Vector<StateChange> changes(MergeConflict conflict, MergeResolution resolution) {
        Object ours = conflict.ours().getOrNull();
        if (resolution instanceof MergeResolution.Theirs) {
            return replacing(structure, conflict.path(), ours, conflict.theirs().getOrNull());
        } else if (resolution instanceof MergeResolution.Value wanted) {
            return replacing(structure, conflict.path(), ours, wanted.value());
        }
        return resolution instanceof MergeResolution.Nothing
                ? replacing(structure, conflict.path(), ours, null)
                : Vector.empty();
    }

    /** The changes that make one value at a place another. */
    static Vector<StateChange> replacing(
            Structure structure, StatePath path, @Nullable Object before, @Nullable Object after) {
        if (before == null && after == null) {
            return Vector.empty();
        }
        Walk walk = new Walk(structure, path, before, after);
        Vector<StateChange> found = Vector.empty();
        for (StateChange change = walk.advance(); change != null; change = walk.advance()) {
            found = found.append(change);
        }
        return found;
    }

    /** Counts what there is, which could be much. */
    @Override
    public String toString() {
        return "StateMerge of " + Literals.counted(changes.size(), "change") + " and "
                + Literals.counted(conflicts.size(), "conflict");
    }
}
