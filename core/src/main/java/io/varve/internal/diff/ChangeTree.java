package io.varve.internal.diff;

import io.varve.diff.StateChange;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes by the steps of their paths, so that what is changed in one value is found together. A node either is a change or
 * has some below it.
 */
final class ChangeTree {

    private final Map<Step, ChangeTree> children = new LinkedHashMap<>();
    private @Nullable StateChange change;

    /** The tree of changes of which none is within another. */
    static ChangeTree of(Iterable<StateChange> changes) {
        ChangeTree root = new ChangeTree();
        for (StateChange each : changes) {
            ChangeTree node = root;
            for (Step step : each.path().steps()) {
                node = node.children.computeIfAbsent(step, any -> new ChangeTree());
            }
            node.change = each;
        }
        return root;
    }

    /** Whether this is a change, and not what has some below it. */
    boolean isChange() {
        return change != null;
    }

    StateChange change() {
        return Objects.requireNonNull(change, "asked of a node that has changes below it");
    }

    @Nullable
    ChangeTree child(Step step) {
        return children.get(step);
    }

    Iterable<Map.Entry<Step, ChangeTree>> children() {
        return children.entrySet();
    }

    /**
     * What is below, in the order in which it can be done: what goes first, the last of a sequence before those in front of
     * it, and then all else, a sequence's by position.
     */
    List<Map.Entry<Step, ChangeTree>> inTurn() {
        List<Map.Entry<Step, ChangeTree>> sorted = new ArrayList<>(children.entrySet());
        sorted.sort(Comparator.comparingInt(ChangeTree::turn));
        return sorted;
    }

    private static int turn(Map.Entry<Step, ChangeTree> child) {
        boolean goes = child.getValue().change instanceof StateChange.Removed;
        if (child.getKey() instanceof Index at) {
            return goes ? Integer.MIN_VALUE + (Integer.MAX_VALUE - at.index()) : at.index();
        }
        return goes ? 0 : 1;
    }

    /** All changes of this tree, however deep. */
    List<StateChange> changes() {
        List<StateChange> all = new ArrayList<>();
        Deque<ChangeTree> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            ChangeTree node = open.pop();
            if (node.change != null) {
                all.add(node.change);
            }
            List<ChangeTree> below = new ArrayList<>(node.children.values());
            for (int i = below.size() - 1; i >= 0; i--) {
                open.push(below.get(i));
            }
        }
        return all;
    }
}
