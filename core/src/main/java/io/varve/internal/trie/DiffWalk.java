package io.varve.internal.trie;

import io.varve.internal.page.PageBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks through the ranges in which two tries may differ, skipping what both share. */
final class DiffWalk extends LevelWalk<DiffWalk.Range> {

    /**
     * What two tries have in one range of positions: one slot each, or where their runs don't match, one and several.
     *
     * @param level how many branches there are above it
     */
    record Range(List<Upcoming> before, List<Upcoming> after, int level) {

        private boolean isPair() {
            return before.size() == 1 && after.size() == 1;
        }
    }

    DiffWalk(Object before, Object after) {
        super(differing(before, after));
    }

    private static List<Range> differing(Object before, Object after) {
        return Slot.same(before, after) ? List.of() : List.of(pair(before, after, 0));
    }

    private static Range pair(Object before, Object after, int level) {
        return new Range(List.of(new Upcoming(before)), List.of(new Upcoming(after)), level);
    }

    @Override
    boolean isInner(Range range) {
        return range.isPair()
                && range.before().get(0).isBranch()
                && range.after().get(0).isBranch();
    }

    @Override
    @Nullable
    List<Range> below(Range range) {
        if (!range.isPair()) {
            return null;
        }
        Upcoming upcoming = range.before().get(0);
        Upcoming other = range.after().get(0);
        if (!isInner(range)) {
            upcoming.readDiffering(other);
        }
        Node node = upcoming.node();
        Node otherNode = other.node(node);
        if (!(node instanceof Branch before && otherNode instanceof Branch after)) {
            return null;
        }
        List<Range> below = new ArrayList<>();
        int level = range.level();
        int common;
        for (int slot = 0; slot < Level.slots(level); slot += common) {
            int length = before.runLength(level, slot);
            int otherLength = after.runLength(level, slot);
            common = Math.max(length, otherLength);
            if (length != otherLength) {
                int last = slot + common - 1;
                below.add(new Range(children(before, slot, last), children(after, slot, last), level + 1));
                continue;
            }
            Object child = before.child(before.indexOf(slot));
            Object otherChild = after.child(after.indexOf(slot));
            if (!Slot.same(child, otherChild)) {
                below.add(pair(child, otherChild, level + 1));
            }
        }
        return below;
    }

    @Override
    @Nullable
    PageBatch batch(Range range) {
        return range.before().get(0).batch();
    }

    /** The children from one slot's to another's. */
    private static List<Upcoming> children(Branch branch, int first, int last) {
        List<Upcoming> children = new ArrayList<>();
        for (int i = branch.indexOf(first); i <= branch.indexOf(last); i++) {
            children.add(new Upcoming(branch.child(i)));
        }
        return children;
    }

    @Override
    void slots(Range range, Consumer<Upcoming> slots) {
        range.before().forEach(slots);
        range.after().forEach(slots);
    }
}
