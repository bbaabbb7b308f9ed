package io.varve.internal.trie;

import io.varve.internal.page.PageBatch;
import java.util.ArrayList;
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
    @Nullable
    List<Upcoming> below(Upcoming slot) {
        if (!(slot.node() instanceof Branch branch)) {
            return null;
        }
        List<Upcoming> children = new ArrayList<>(branch.childCount());
        for (int i = 0; i < branch.childCount(); i++) {
            children.add(new Upcoming(branch.child(i)));
        }
        return children;
    }

    @Override
    @Nullable
    PageBatch batch(Upcoming slot) {
        return slot.batch();
    }

    @Override
    void slots(Upcoming slot, Consumer<Upcoming> slots) {
        slots.accept(slot);
    }
}
