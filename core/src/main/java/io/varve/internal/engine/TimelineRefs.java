package io.varve.internal.engine;

import java.util.regex.Pattern;

/**
 * The names of the refs of one timeline. Those of the main timeline are as in {@link RefNames}; those of another have the
 * same names behind a prefix with its number, which stays when it is renamed and is never used again.
 *
 * @param number the number, 0 for the main timeline
 */
record TimelineRefs(long number) {

    static final TimelineRefs MAIN = new TimelineRefs(0);

    private static final Pattern OF_BRANCH = Pattern.compile("b/[0-9a-f]{16}/.*");

    boolean isMain() {
        return number == MAIN.number;
    }

    /** What the names of all these refs begin with, but for those that keep snapshots' names unique. */
    String prefix() {
        return isMain() ? "" : RefNames.BRANCHES + String.format("%016x/", number);
    }

    String head() {
        return prefix() + RefNames.HEAD;
    }

    String history() {
        return prefix() + RefNames.HISTORY;
    }

    String snapshots() {
        return prefix() + RefNames.SNAPSHOTS;
    }

    String snapshot(long sequence) {
        return prefix() + RefNames.snapshot(sequence);
    }

    String operationsPrefix() {
        return prefix() + RefNames.OPERATIONS;
    }

    String operations(long first) {
        return prefix() + RefNames.operations(first);
    }

    String undoPrefix() {
        return prefix() + RefNames.UNDO;
    }

    String undo(long first) {
        return prefix() + RefNames.undo(first);
    }

    String removed(long sequence) {
        return prefix() + RefNames.removed(sequence);
    }

    /** For what may be removed several times; each time, there were more edits of the history before. */
    String removed(long sequence, long edits) {
        return removed(sequence) + String.format("-%016x", edits);
    }

    /** A hash, as for the main timeline; the control characters, which no name has, tell the timelines apart. */
    String snapshotName(String name) {
        return RefNames.snapshotName(isMain() ? name : "\0" + number + "\0" + name);
    }

    /** The timeline that a ref belongs to; the main one if it is the whole tenant's. */
    static TimelineRefs of(String refName) {
        if (!isOfBranch(refName)) {
            return MAIN;
        }
        int from = RefNames.BRANCHES.length();
        return new TimelineRefs(Long.parseUnsignedLong(refName.substring(from, from + 16), 16));
    }

    /** What a ref would be called if it were the main timeline's. */
    static String inMain(String refName) {
        return isOfBranch(refName) ? refName.substring(RefNames.BRANCHES.length() + 17) : refName;
    }

    private static boolean isOfBranch(String refName) {
        return refName.startsWith(RefNames.BRANCHES)
                && OF_BRANCH.matcher(refName).matches();
    }
}
