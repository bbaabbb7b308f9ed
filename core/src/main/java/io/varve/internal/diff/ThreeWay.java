package io.varve.internal.diff;

import io.varve.diff.MergeConflict;
import io.varve.diff.MergeRules;
import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Goes through what two states have changed since the one from which both come, place by place. For one use. */
final class ThreeWay {

    private final Structure structure;
    private final MergeRules rules;
    private final boolean theirsIsLater;
    private final List<StateChange> changes = new ArrayList<>();
    private final List<MergeConflict> conflicts = new ArrayList<>();

    /**
     * Makes a walk.
     *
     * @param theirsIsLater who wins where the last writer does
     */
    ThreeWay(Structure structure, MergeRules rules, boolean theirsIsLater) {
        this.structure = structure;
        this.rules = rules;
        this.theirsIsLater = theirsIsLater;
    }

    /** A place below which, or at which, both sides have changed something. */
    private record Both(
            StatePath path,
            ChangeTree ours,
            ChangeTree theirs,
            @Nullable Object base,
            @Nullable Object our,
            @Nullable Object their) {

        MergeConflict conflict() {
            return new MergeConflict(path, Option.of(base), Option.of(our), Option.of(their));
        }
    }

    /**
     * Merges.
     *
     * @param ourChanges from the base to our side
     * @param theirChanges from the base to theirs
     */
    <S> StructuralMerge<S> merge(
            S base, S ours, S theirs, Vector<StateChange> ourChanges, Vector<StateChange> theirChanges) {
        if (ourChanges.isEmpty() || theirChanges.isEmpty()) {
            return new StructuralMerge<>(structure, theirChanges, Vector.empty());
        }
        Deque<Both> open = new ArrayDeque<>();
        open.push(
                new Both(StatePath.root(), ChangeTree.of(ourChanges), ChangeTree.of(theirChanges), base, ours, theirs));
        while (!open.isEmpty()) {
            Both both = open.pop();
            if (!isDecided(both)) {
                descend(both, open);
            }
        }
        return new StructuralMerge<>(structure, Vector.ofAll(changes), Vector.ofAll(conflicts));
    }

    /** Whether a place is done with as a whole, be it as a conflict. */
    private boolean isDecided(Both both) {
        boolean asWhole = both.ours().isChange() || both.theirs().isChange() || bothResize(both);
        Option<MergeRules.Decision> decision =
                rules.decide(both.path(), Option.of(both.our()), Option.of(both.their()));
        if (!asWhole && decision.isEmpty()) {
            return false;
        }
        // What both have changed alike is no conflict, but a counter that both have raised by one was raised by two.
        if (!decision.exists(MergeRules.Merged.class::isInstance) && Objects.deepEquals(both.our(), both.their())) {
            return true;
        }
        if (!asWhole && decision.exists(MergeRules.LastWriter.class::isInstance)) {
            return false; // Of what each has changed within, nothing need be lost.
        }
        Option<Object> merged = decision.flatMap(found -> decided(both, found, asWhole));
        if (merged.isDefined()) {
            replace(both, merged.get());
        } else if (decision.exists(MergeRules.LastWriter.class::isInstance)) {
            replace(both, theirsIsLater ? both.their() : both.our());
        } else if (asWhole && !Objects.deepEquals(both.our(), both.their())) {
            conflicts.add(both.conflict());
        }
        return asWhole || merged.isDefined();
    }

    private Option<Object> decided(Both both, MergeRules.Decision decision, boolean asWhole) {
        if (!(decision instanceof MergeRules.Merged merged)) {
            return Option.none();
        }
        Object our = Objects.requireNonNull(both.our());
        Object their = Objects.requireNonNull(both.their());
        try {
            return merged.merger().merge(Option.of(both.base()), our, their);
        } catch (ClassCastException e) {
            if (!asWhole) {
                return Option.none(); // It is for what is within.
            }
            throw new IllegalArgumentException(
                    "the merger for " + both.path() + " is not for what is there, which is "
                            + our.getClass().getName() + ": register it for the places or the type that it is for",
                    e);
        }
    }

    private void replace(Both both, @Nullable Object wanted) {
        StructuralMerge.replacing(structure, both.path(), both.our(), wanted).forEach(changes::add);
    }

    /** Whether both have changed the length of a sequence: then indexes no longer mean the same elements. */
    private static boolean bothResize(Both both) {
        return resizes(both.ours()) && resizes(both.theirs());
    }

    private static boolean resizes(ChangeTree tree) {
        for (Map.Entry<Step, ChangeTree> child : tree.children()) {
            if (child.getKey() instanceof Index
                    && child.getValue().isChange()
                    && !(child.getValue().change() instanceof StateChange.Replaced)) {
                return true;
            }
        }
        return false;
    }

    private void descend(Both both, Deque<Both> open) {
        Parts base = new Parts(both.base(), both.path());
        Parts ours = new Parts(both.our(), both.path());
        Parts theirs = new Parts(both.their(), both.path());
        List<Both> shared = new ArrayList<>();
        for (Map.Entry<Step, ChangeTree> child : both.theirs().children()) {
            Step step = child.getKey();
            ChangeTree mine = both.ours().child(step);
            if (mine == null) {
                changes.addAll(child.getValue().changes());
            } else {
                shared.add(new Both(
                        both.path().then(step), mine, child.getValue(), base.at(step), ours.at(step), theirs.at(step)));
            }
        }
        for (int i = shared.size() - 1; i >= 0; i--) {
            open.push(shared.get(i));
        }
    }

    /** The parts of a value, which is taken apart once. */
    private final class Parts {

        private final @Nullable Edit edit;

        Parts(@Nullable Object value, StatePath path) {
            this.edit = value == null ? null : structure.edit(value, () -> path);
        }

        @Nullable
        Object at(Step step) {
            return edit == null || !edit.has(step) ? null : edit.at(step);
        }
    }
}
