package io.varve.internal.codec.tree;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Splice;
import io.varve.internal.page.StoredPage;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.BranchEncoding;
import org.jspecify.annotations.Nullable;

/** The bytes of a branch, which are few, so that they are compared with those of the branch before. */
final class BranchBytes implements NodeBytes {

    private final Branch branch;

    /** What makes the content of that of the branch before, if there is one. */
    private @Nullable Splice change;

    BranchBytes(Branch branch) {
        this.branch = branch;
    }

    @Override
    public PageContent asStored(PageContent whole, PageSource source) {
        BranchEncoding before = branch.encoding();
        if (before == null) {
            return whole;
        }
        Splice found = Splice.between(before.content().bytes(), PageFormat.contentBytes(whole));
        change = found;
        return before.page().next(whole, found, source);
    }

    @Override
    public void remember(StoredPage page, PageContent stored) {
        BranchEncoding before = branch.encoding();
        if (before != null) {
            before.page().outdated();
        }
        KeptContent content = before != null && change != null
                ? before.content().next(before.page(), change, stored)
                : KeptContent.whole(stored);
        branch.encoded(new BranchEncoding(page, content));
    }
}
