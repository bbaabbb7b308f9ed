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
        Object edited = edited(node, 0, 0, batch.size());
        Node changed = edited instanceof Entries entries ? BranchBuilder.node(hasher, 0, entries) : (Node) edited;
        return changed == node ? root : changed;
    }

    /** The node after some edits, the same node if they change nothing, or entries that a leaf can't hold. */
    private Object edited(Node node, int level, int from, int to) {
        return node instanceof Leaf leaf
                ? LeafMerge.merge(hasher, leaf, batch, from, to)
                : edited((Branch) node, level, from, to);
    }

    private Node edited(Branch branch, int level, int from, int to) {
        Object[] edited = null;
        int shrunk = 0;
        boolean overfull = false;
        int size = branch.size();
        int next = from;
        while (next < to) {
            int first = next++;
            int slot = slot(first, level);
            int start = branch.runStart(slot);
            int end = start + branch.runLength(level, start);
            while (next < to && slot(next, level) < end) {
                next++;
            }
            int index = branch.indexOf(slot);
            Node child = Slot.node(branch.child(index));
            Object result = edited(child, level + 1, first, next);
            if (result == child) {
                continue;
            }
            if (edited == null) {
                edited = branch.children();
            }
            edited[index] = result;
            int newSize = result instanceof Entries entries ? entries.size() : Slot.size(result);
            overfull |= result instanceof Entries;
            shrunk |= newSize < child.size() ? 1 << start : 0;
            size += newSize - child.size();
        }
        if (edited == null) {
            return branch;
        }
        return overfull || shrunk != 0 && BranchBuilder.canJoin(branch, level, shrunk, edited)
                ? rebuilt(branch, level, edited, shrunk, size)
                : new Branch(edited, branch.starts(), size).madeFrom(branch);
    }

    private Node rebuilt(Branch branch, int level, Object[] edited, int shrunk, int size) {
        BranchBuilder builder = new BranchBuilder(hasher, level);
        int start = 0;
        for (Object child : edited) {
            int length = branch.runLength(level, start);
            if (child instanceof Entries entries) {
                builder.split(entries, 0, entries.size(), length);
            } else if ((shrunk >>> start & 1) != 0) {
                builder.shrunk(child, length);
            } else {
                builder.keep(child, length);
            }
            start += length;
        }
        return builder.build(size);
    }

    private int slot(int edit, int level) {
        return Level.slot(hasher, batch.hash(edit), batch.key(edit), level);
    }
}
