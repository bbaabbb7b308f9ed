package io.varve.internal.diff;

import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Step;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes one list of changes out of two, of which the second begins where the first ends. */
final class Composition {

    private final Structure structure;
    private final List<StateChange> composed = new ArrayList<>();

    /** The changes of both at one place, at which each has some. */
    private record Both(ChangeTree first, ChangeTree second, StatePath path) {}

    Composition(Structure structure) {
        this.structure = structure;
    }

    /**
     * The changes that do what both lists do.
     *
     * @throws IllegalArgumentException if the second expects what the first does not leave
     */
    List<StateChange> of(Iterable<StateChange> first, Iterable<StateChange> second) {
        Deque<Both> open = new ArrayDeque<>();
        open.push(new Both(ChangeTree.of(first), ChangeTree.of(second), StatePath.root()));
        while (!open.isEmpty()) {
            Both both = open.pop();
            if (both.first().isChange() || both.second().isChange()) {
                combine(both);
            } else {
                descend(both, open);
            }
        }
        return composed;
    }

    private void descend(Both both, Deque<Both> open) {
        List<Both> shared = new ArrayList<>();
        for (Map.Entry<Step, ChangeTree> child : both.first().children()) {
            ChangeTree other = both.second().child(child.getKey());
            if (other == null) {
                composed.addAll(child.getValue().changes());
            } else {
                shared.add(new Both(child.getValue(), other, both.path().then(child.getKey())));
            }
        }
        for (Map.Entry<Step, ChangeTree> child : both.second().children()) {
            if (both.first().child(child.getKey()) == null) {
                composed.addAll(child.getValue().changes());
            }
        }
        for (int i = shared.size() - 1; i >= 0; i--) {
            open.push(shared.get(i));
        }
    }

    /** One of them changes the value as a whole, so that it is known before and after both, and can be compared. */
    private void combine(Both both) {
        if (!both.second().isChange()) {
            StateChange first = both.first().change();
            compare(first.valueBefore(), patched(first.valueAfter(), both.second(), both), both);
        } else if (!both.first().isChange()) {
            StateChange second = both.second().change();
            compare(patched(second.valueBefore(), inverted(both), both), second.valueAfter(), both);
        } else {
            StateChange first = both.first().change();
            StateChange second = both.second().change();
            if (!Objects.deepEquals(
                    first.valueAfter().getOrNull(), second.valueBefore().getOrNull())) {
                throw refusal(both, "the first ends with \"" + first + "\", the second begins with \"" + second + "\"");
            }
            compare(first.valueBefore(), second.valueAfter(), both);
        }
    }

    private Option<Object> patched(Option<Object> value, ChangeTree changes, Both both) {
        Object whole = value.getOrElseThrow(
                () -> refusal(both, "one leaves nothing there, of which the other changes a part"));
        return Option.some(PatchRun.on(whole, changes, structure, both.path())
                .getOrElseThrow(conflicts -> refusal(both, conflicts.head().toString())));
    }

    /** What takes back all that the first does at a place. */
    private static ChangeTree inverted(Both both) {
        ChangeTree tree = ChangeTree.of(
                both.first().changes().stream().map(StateChange::invert).toList());
        for (Step step : both.path().steps()) {
            tree = Objects.requireNonNull(tree.child(step));
        }
        return tree;
    }

    private void compare(Option<Object> before, Option<Object> after, Both both) {
        Walk walk = new Walk(structure, both.path(), before.getOrNull(), after.getOrNull());
        for (StateChange change = walk.advance(); change != null; change = walk.advance()) {
            composed.add(change);
        }
    }

    private static IllegalArgumentException refusal(Both both, String what) {
        return new IllegalArgumentException(
                "the second patch does not begin where the first ends, at " + both.path() + ": " + what);
    }
}
