package io.varve.internal.codec.tree;

import io.varve.internal.codec.value.PageOutput;
import io.varve.internal.codec.value.SlotTag;
import io.varve.internal.page.KeptContent;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageFormat;
import io.varve.internal.page.PageSource;
import io.varve.internal.page.Splice;
import io.varve.internal.page.StoredForm;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.internal.trie.Branch;
import io.varve.internal.trie.BranchEncoding;
import io.varve.internal.trie.Node;
import io.varve.spi.PageId;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a branch: how it mentions the children that the branch before has too is copied from that one's page, so that these need
 * not be looked at, which would be a cache miss or two for each of them.
 */
final class BranchBytes implements NodeBytes {

    private static final byte[] NONE = {};

    private final Branch branch;
    private final PageId schema;
    private final @Nullable BranchEncoding before;

    /** The content of the page before, if there is one. */
    private final byte[] bytesBefore;

    /** The children that were not copied; the n-th bit set is the n-th child's. */
    private int anew;

    /** What makes the content of that of the branch before, if there is one. */
    private @Nullable Splice change;

    BranchBytes(Branch branch, PageId schema) {
        this.branch = branch;
        this.schema = schema;
        BranchEncoding known = branch.encoding();
        this.before = known != null && known.schema().equals(schema) ? known : null;
        this.bytesBefore = before == null ? NONE : before.content().bytes();
    }

    /**
     * Writes the branch.
     *
     * @param writeChild writes one child
     */
    void write(PageOutput out, int level, IntConsumer writeChild) {
        SlotTag.BRANCH.write(out);
        out.writeByte(level);
        out.writeInt(branch.starts());
        BranchEncoding known =
                before != null && before.page().isStoredIn(out.target().source()) ? before : null;
        Mentions mentions = new Mentions(known == null ? NONE : bytesBefore);
        for (int i = 0; i < branch.childCount(); i++) {
            if (known != null && known.isUnchanged(branch, i) && mentions.keep()) {
                continue;
            }
            mentions.copyTo(out);
            writeChild.accept(i);
            var unused = mentions.skip();
            anew |= 1 << i;
        }
        mentions.copyTo(out);
    }

    @Override
    public PageContent asStored(PageContent whole, PageSource source) {
        if (before == null) {
            return whole;
        }
        Splice found = Splice.between(bytesBefore, PageFormat.contentBytes(whole));
        change = found;
        return before.page().next(whole, found, source);
    }

    @Override
    public void remember(Stub<?> stub, PageContent stored, StoredForm form) {
        replaceStored(stub);
        StoredPage pageBefore = before == null ? null : before.page();
        if (pageBefore != null) {
            pageBefore.outdated();
        }
        KeptContent content = before != null && change != null
                ? before.content().next(before.page(), change, stored)
                : KeptContent.whole(stored);
        branch.encoded(StoredPage.put(stub, stored, form, pageBefore), schema, content);
    }

    /** A child that another branch of the same write was given a page for is itself held here still, and would be for good. */
    private void replaceStored(Stub<?> ours) {
        for (int left = anew; left != 0; left &= left - 1) {
            int index = Integer.numberOfTrailingZeros(left);
            if (branch.child(index) instanceof Node child) {
                Stub<?> stub = child.stored();
                if (stub != null && stub.isStoredWith(ours)) {
                    branch.replaceChild(index, stub);
                }
            }
        }
    }

    /** How a branch's page mentions its children, one after the other; as far as each has a page of its own. */
    private static final class Mentions {

        /** Where the number of links stands, which takes as many bytes as it needs. */
        private static final int LINK_COUNT_AT = PageFormat.PLAIN_HEAD_BYTES - 1;

        /** What comes before the children: the tag, the level and which slots begin runs. */
        private static final int BRANCH_HEAD_BYTES = 6;

        private final byte[] content;

        /** Where the next mention stands in the table of links, and where in the payload. */
        private int link;

        private int slot;

        /** The mentions that were kept and not copied yet: how many, and where they begin in the payload. */
        private int kept;

        private int keptFrom;

        Mentions(byte[] content) {
            this.content = content;
            if (content.length == 0) {
                return;
            }
            int links = 0;
            int at = LINK_COUNT_AT;
            int shift = 0;
            do {
                links |= (content[at] & 0x7F) << shift;
                shift += 7;
            } while (content[at++] < 0);
            this.link = at;
            this.slot = at + links * PageFormat.LINK_BYTES + BRANCH_HEAD_BYTES;
        }

        /** Goes past the next mention, to be copied; false if the child, or one before it, has no page of its own. */
        boolean keep() {
            int from = slot;
            if (!skip()) {
                return false;
            }
            if (kept++ == 0) {
                keptFrom = from;
            }
            return true;
        }

        /** Goes past the next mention, if it is one. All that were kept have to be copied before. */
        boolean skip() {
            if (slot == content.length || content[slot] != SlotTag.LINK.code()) {
                return false;
            }
            slot++;
            while (content[slot++] < 0) {
                // The number of entries below.
            }
            link += PageFormat.LINK_BYTES;
            return true;
        }

        /** Copies the mentions that were kept. */
        void copyTo(PageOutput out) {
            if (kept != 0) {
                out.writeBytes(content, keptFrom, slot - keptFrom);
                out.writeLinks(content, link - kept * PageFormat.LINK_BYTES, kept);
                kept = 0;
            }
        }
    }
}
