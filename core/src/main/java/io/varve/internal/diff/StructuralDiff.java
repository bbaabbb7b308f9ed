package io.varve.internal.diff;

import io.varve.diff.DiffRules;
import io.varve.diff.DiffSummary;
import io.varve.diff.Patch;
import io.varve.diff.StateChange;
import io.varve.diff.StateDiff;
import io.vavr.collection.Iterator;
import io.vavr.collection.Vector;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link StateDiff}: every iteration is a new walk.
 *
 * @param <S> the type of the states
 */
public final class StructuralDiff<S> implements StateDiff<S> {

    private final Structure structure;
    private final DiffRules rules;
    private final S before;
    private final S after;

    StructuralDiff(Structure structure, DiffRules rules, S before, S after) {
        this.structure = structure;
        this.rules = rules;
        this.before = before;
        this.after = after;
    }

    @Override
    public S before() {
        return before;
    }

    @Override
    public S after() {
        return after;
    }

    @Override
    public boolean isEmpty() {
        return walk().advance() == null;
    }

    @Override
    public Iterator<StateChange> iterator() {
        return new Changes(walk());
    }

    @Override
    public DiffSummary summary() {
        return new Summing(walk()).sum();
    }

    @Override
    public StateDiff<S> with(DiffRules newRules) {
        return new StructuralDiff<>(structure, Objects.requireNonNull(newRules, "rules"), before, after);
    }

    @Override
    public String describe(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one change has to be told; found " + most);
        }
        return new Description(most).of(iterator());
    }

    @Override
    public String toJsonPatch() {
        return new JsonPatchWriter(structure).of(byPosition());
    }

    @Override
    public String toJson() {
        return new JsonChanges(structure).of(this);
    }

    @Override
    public Patch<S> toPatch() {
        return new StructuralPatch<>(structure, Vector.ofAll(new Changes(byPosition())));
    }

    /** Names the type; the changes could be many, and have to be read. */
    @Override
    public String toString() {
        return "StateDiff of " + after.getClass().getSimpleName();
    }

    private Walk walk() {
        return new Walk(structure, rules, before, after);
    }

    private Walk byPosition() {
        return new Walk(structure, rules.byPosition(), before, after);
    }

    /** Steps through the changes. */
    private static final class Changes implements Iterator<StateChange> {

        private final Walk walk;
        private @Nullable StateChange next;

        Changes(Walk walk) {
            this.walk = walk;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = walk.advance();
            }
            return next != null;
        }

        @Override
        public StateChange next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("no more changes");
            }
            StateChange result = next;
            next = null;
            return result;
        }

        @Override
        public String toString() {
            return "the changes of a StateDiff";
        }
    }
}
