package io.varve.examples.replay;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares states with git's own trees, entry for entry. Mode, id and size come from reading git's whole tree; author and
 * time from walking the history up to the commit. Commits are compared in ascending order only.
 */
final class TreeComparison {

    private final History history;
    private final Map<String, Blob> lastTouched = new HashMap<>();
    private int walkedTo;
    private long entries;

    TreeComparison(History history) {
        this.history = history;
    }

    /** The number of entries compared so far. */
    long entries() {
        return entries;
    }

    /** The number of the commit compared last, below which there is no going back; 0 before the first. */
    int position() {
        return walkedTo;
    }

    /**
     * Looks for the first path at which a state is not what git says, in git's order, and then for one that git does not
     * know.
     *
     * @param number the number of the commit, not below that of the call before
     * @param tree the state
     * @return what is wrong, none if nothing is
     */
    Option<String> firstDifference(int number, Tree tree) {
        walkTo(number);
        Commit commit = history.commitAt(number);
        if (!tree.head().contains(commit)) {
            return Option.some("the state says it stands at " + tree.head().getOrNull() + ", git at " + commit);
        }
        List<TreeReader.Entry> expected = history.treeAt(number);
        Map<String, Blob> byPath = new HashMap<>();
        for (TreeReader.Entry entry : expected) {
            Blob git = blob(entry);
            byPath.put(entry.path(), git);
            Option<Blob> found = tree.files().get(entry.path());
            if (!found.contains(git)) {
                return Option.some("'" + entry.path() + "' is "
                        + found.map(Blob::toString).getOrElse("absent") + ", in git it is " + git);
            }
        }
        for (Tuple2<String, Blob> entry : tree.files()) {
            if (!entry._2().equals(byPath.remove(entry._1()))) {
                return Option.some("'" + entry._1() + "' is " + entry._2() + ", in git it is absent");
            }
        }
        entries += expected.size();
        if (!byPath.isEmpty() || tree.files().size() != expected.size()) {
            return Option.some("the state counts " + tree.files().size() + " files and does not list " + byPath.keySet()
                    + ", git counts " + expected.size());
        }
        return Option.none();
    }

    private Blob blob(TreeReader.Entry entry) {
        Blob last = lastTouched.get(entry.path());
        if (last == null) {
            throw new IllegalStateException("no commit touched '" + entry.path() + "'");
        }
        return new Blob(entry.mode(), entry.id(), entry.size(), last.author(), last.time());
    }

    private void walkTo(int number) {
        if (number < walkedTo) {
            throw new IllegalArgumentException("commits are compared in ascending order");
        }
        while (walkedTo < number) {
            Changes changes = history.changesAt(++walkedTo);
            changes.removed().forEach(lastTouched::remove);
            changes.written().forEach(entry -> lastTouched.put(entry._1(), entry._2()));
        }
    }
}
