package io.varve.internal.trie;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks through the leaves below some slots. */
final class LeafWalk extends LevelWalk<Upcoming> {

    LeafWalk(List<Upcoming> slots) {
        super(slots);
    }

    /** The next leaf, or null if there is none. */
    @Nullable
    Leaf nextLeaf() {
        Upcoming next = next();
        return next == null ? null : (Leaf) next.node();
    }

    @Override
    boolean isInner(Upcoming slot) {
        return slot.isBranch();
    }

    @Override
    boolean expand(Upcoming slot, Consumer<Upcoming> below) {
        if (!(slot.node() instanceof Branch branch)) {
            return false;
        }
        for (int i = 0; i < branch.childCount(); i++) {
            below.accept(new Upcoming(branch.child(i)));
        }
        return true;
    }

    @Override
    void slots(Upcoming slot, Consumer<Upcoming> slots) {
        slots.accept(slot);
    }
}
