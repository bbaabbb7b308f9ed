package io.varve.internal.trie;

import io.varve.internal.page.Differing;
import io.varve.internal.page.PageBatch;
import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/** A slot that a walk will come to, and the pages that are read ahead with that of its node. */
final class Upcoming {

    private final Object slot;
    private @Nullable PageBatch batch;
    private @Nullable Node node;

    Upcoming(Object slot) {
        this.slot = slot;
    }

    /** Whether it is a branch, as its parent says; a damaged one may say so wrongly. Reads no page. */
    boolean isBranch() {
        return slot instanceof Branch || slot instanceof Stub<?> stub && stub.size() > Node.LEAF_CAPACITY;
    }

    /** What has to be read before {@link #node} can be told, if anything has. */
    @Nullable
    Stub<?> unread() {
        return slot instanceof Stub<?> stub && batch == null && !stub.isLoaded() ? stub : null;
    }

    void readWith(PageBatch pages) {
        batch = pages;
    }

    /** The pages that are read with it, if any are. */
    @Nullable
    PageBatch batch() {
        return batch;
    }

    /** The node, read if need be. Once it was told it stays on the heap as long as this. */
    Node node() {
        return node(null);
    }

    /**
     * The node.
     *
     * @param similar one that it is likely to have much in common with, if it has to be read
     */
    Node node(@Nullable Node similar) {
        Node known = node;
        if (known == null) {
            known = slot instanceof Stub<?> stub ? (Node) stub.get(batch, similar) : (Node) slot;
            node = known;
        }
        return known;
    }

    /**
     * Reads this node and another, if neither is on the heap, for what they don't have in common: from now on {@link #node} of
     * both may lack entries that are in both.
     */
    @SuppressWarnings("unchecked") // The stubs of a trie are of nodes.
    void readDiffering(Upcoming other) {
        if (isUnread()
                && other.isUnread()
                && slot instanceof Stub<?> stub
                && other.slot instanceof Stub<?> otherStub
                && stub.isStoredWith(otherStub)) {
            Differing<Node> differing = ((Stub<Node>) stub).differing(batch, (Stub<Node>) otherStub, other.batch);
            node = differing.before();
            other.node = differing.after();
        }
    }

    private boolean isUnread() {
        return node == null && slot instanceof Stub<?> stub && !stub.isLoaded();
    }
}
