package io.varve.internal.codec.tree;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Splice;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.BranchEncoding;

/** The bytes of a branch, which are few, so that they are compared with those of the branch before. */
record BranchBytes(Branch branch) implements NodeBytes {

    @Override
    public PageContent asStored(PageContent whole, PageSource source) {
        BranchEncoding before = branch.encoding();
        if (before == null) {
            return whole;
        }
        Splice change = Splice.between(before.content(), PageFormat.contentBytes(whole));
        return before.page().next(whole, change, source);
    }

    @Override
    public void remember(Stub<?> stub, PageContent stored) {
        BranchEncoding before = branch.encoding();
        if (before != null) {
            before.page().outdated();
        }
        branch.encoded(new BranchEncoding(StoredPage.of(stub, stored), PageFormat.contentBytes(stored)));
    }
}
