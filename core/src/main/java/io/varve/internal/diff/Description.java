package io.varve.internal.diff;

import io.varve.diff.StateChange;
import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Iterator;
import io.vavr.collection.List;
import io.vavr.collection.Seq;

/** Tells of changes in lines that are indented by where they are. */
final class Description {

    private final int most;
    private final StringBuilder text = new StringBuilder();
    private Seq<Step> around = List.empty();

    /**
     * Makes one.
     *
     * @param most the number of changes to tell of
     */
    Description(int most) {
        this.most = most;
    }

    String of(Iterator<StateChange> changes) {
        if (changes.isEmpty()) {
            return "no changes";
        }
        for (int told = 0; told < most && changes.hasNext(); told++) {
            tell(changes.next());
        }
        if (changes.hasNext()) {
            line(0, "and more");
        }
        return text.toString();
    }

    private void tell(StateChange change) {
        Seq<Step> steps = change.path().steps();
        Seq<Step> parents = steps.isEmpty() ? steps : steps.init();
        int shared =
                parents.zip(around).takeWhile(pair -> pair._1.equals(pair._2)).size();
        for (int depth = shared; depth < parents.size(); depth++) {
            line(depth, name(parents.get(depth)));
        }
        around = parents;
        String name = steps.isEmpty() ? StatePath.root().toString() : name(steps.last());
        line(parents.size(), sign(change) + " " + name + ": " + what(change));
    }

    private static String what(StateChange change) {
        if (change instanceof StateChange.Moved moved) {
            return moved.from() + " -> " + moved.to();
        }
        return change.valueBefore()
                .toList()
                .appendAll(change.valueAfter())
                .map(Literals::shortened)
                .mkString(" -> ");
    }

    private static String name(Step step) {
        return new StatePath(List.of(step)).toString();
    }

    private static char sign(StateChange change) {
        if (change instanceof StateChange.Added) {
            return '+';
        } else if (change instanceof StateChange.Removed) {
            return '-';
        }
        return change instanceof StateChange.Moved ? '>' : '~';
    }

    private void line(int depth, String what) {
        text.append(text.isEmpty() ? "" : "\n").append("  ".repeat(depth)).append(what);
    }
}
