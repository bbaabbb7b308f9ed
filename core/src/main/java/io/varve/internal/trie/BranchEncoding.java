package io.varve.internal.trie;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.StoredPage;
import io.varve.spi.PageId;

/**
 * The bytes of a branch that was stored, so that one that was made from it can be stored as what differs.
 *
 * @param page how it was stored
 * @param schema with which schema
 * @param content the content of its page
 * @param starts which slots begin the runs of its children
 * @param children its children, of which some may become stubs; never modified otherwise
 */
public record BranchEncoding(StoredPage page, PageId schema, KeptContent content, int starts, Object[] children) {

    /** Whether a branch that was made from this one has a child still, in the same place. If not sure, false. */
    public boolean isUnchanged(Branch next, int index) {
        return starts == next.starts() && children[index] == next.child(index);
    }
}
