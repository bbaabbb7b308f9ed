package io.varve.internal.codec.tree;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.Leaf;

/**
 * The page from which a node is being read, to be kept with the node for the sake of what will be made from it.
 *
 * @param content the page
 * @param stub through which it is read
 */
record PageOrigin(PageContent content, Stub<?> stub) {

    /**
     * Keeps it with a leaf.
     *
     * @param ends where the bytes of each entry end
     * @param head how many bytes there are before the first
     */
    void keepWith(Leaf leaf, char[] ends, int head) {
        if (content.isKept()) {
            leaf.encoded(
                    StoredPage.read(stub, content), content.schemas().get(0), KeptContent.whole(content), ends, head);
        }
    }

    /** Keeps it with a branch. */
    void keepWith(Branch branch) {
        branch.encoded(StoredPage.read(stub, content), content.schemas().get(0), KeptContent.whole(content));
    }
}
