package io.varve.internal.trie;

/**
 * Makes the edits of a sorted batch in one pass over the nodes they touch, each of which is made anew once. No node is
 * ever changed, so there is none to be seen half edited.
 */
final class BulkEdit {

    private final KeyHasher hasher;
    private final Batch batch;

    BulkEdit(KeyHasher hasher, Batch batch) {
        this.hasher = hasher;
        this.batch = batch;
    }

    /** The root with all edits; the same root if they change nothing. Cost: O(m log n) for m edits, less if they meet. */
    Object appliedTo(Object root) {
        if (batch.size() == 0) {
            return root;
        }
        Node node = Slot.node(root);
        Node changed;
        if (node instanceof Leaf leaf) {
            LeafMerge merge = new LeafMerge(hasher, leaf, batch, 0, batch.size());
            changed = merge.changed() ? merge.node(0) : leaf;
        } else {
            changed = edited((Branch) node, 0, 0, batch.size());
        }
        return changed == node ? root : changed;
    }

    private Node edited(Branch branch, int level, int from, int to) {
        BranchBuilder builder = new BranchBuilder(hasher, level);
        int sizeChange = 0;
        boolean changed = false;
        int start = 0;
        int next = from;
        for (int i = 0; i < branch.childCount(); i++) {
            int length = branch.runLength(level, start);
            int first = next;
            while (next < to && slot(next, level) < start + length) {
                next++;
            }
            Object held = branch.child(i);
            start += length;
            if (next == first) {
                builder.keep(held, length);
                continue;
            }
            Node child = Slot.node(held);
            int size = child.size();
            if (child instanceof Leaf leaf) {
                LeafMerge merge = new LeafMerge(hasher, leaf, batch, first, next);
                if (merge.changed()) {
                    changed = true;
                    sizeChange += merge.size() - size;
                    merge.addTo(builder, length);
                } else {
                    builder.keep(held, length);
                }
            } else {
                Node edited = edited((Branch) child, level + 1, first, next);
                changed |= edited != child;
                sizeChange += edited.size() - size;
                if (edited.size() < size) {
                    builder.shrunk(edited, length);
                } else {
                    builder.keep(edited == child ? held : edited, length);
                }
            }
        }
        return changed ? builder.build(branch.size() + sizeChange) : branch;
    }

    private int slot(int edit, int level) {
        return Level.slot(hasher, batch.hash(edit), batch.key(edit), level);
    }
}
