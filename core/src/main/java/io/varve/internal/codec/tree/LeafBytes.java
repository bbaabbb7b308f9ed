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
import io.varve.internal.trie.Leaf;
import io.varve.internal.trie.LeafEncoding;
import io.varve.spi.PageId;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a leaf: what it has in common with the leaf that it was made from by copying the bytes, the rest by encoding it.
 * So what a change of one entry costs does not grow with its neighbours.
 */
final class LeafBytes implements NodeBytes {

    /** The tag, and the number of entries, which are too few to take a second byte. */
    private static final int HEAD_BYTES = 2;

    private static final byte[] NONE = {};

    private final Leaf leaf;
    private final PageId schema;
    private final @Nullable LeafEncoding before;

    /** The content of the page before, if there is one; only until the leaf is written. */
    private final byte[] bytesBefore;

    private byte[] borrowed = NONE;

    private final char[] ends;
    private final Splice.Builder steps = new Splice.Builder();

    /** What makes the content of that of the leaf before, if there is one. */
    private @Nullable Splice change;

    /** The first entry of the leaf before that was not come to yet. */
    private int next;

    LeafBytes(Leaf leaf, PageId schema, PageOutput out) {
        this.leaf = leaf;
        this.schema = schema;
        this.ends = new char[leaf.size()];
        LeafEncoding known = leaf.encoding();
        this.before = known != null && known.schema().equals(schema) ? known : null;
        this.bytesBefore = before == null
                ? NONE
                : before.content().bytes(length -> {
                    borrowed = out.borrow(length);
                    return borrowed;
                });
    }

    /**
     * Writes the leaf.
     *
     * @param encode writes one entry
     */
    void write(PageOutput out, IntConsumer encode) {
        int mark = out.position();
        SlotTag.LEAF.write(out);
        out.writeVarInt(leaf.size(), true);
        steps.keep(PageFormat.PLAIN_HEAD_BYTES);
        if (before != null) {
            steps.replace(
                    bytesBefore,
                    PageFormat.PLAIN_HEAD_BYTES,
                    PageFormat.PLAIN_HEAD_BYTES + before.head(),
                    out.getBuffer(),
                    mark,
                    mark + HEAD_BYTES);
        }
        for (int i = 0; i < leaf.size(); i++) {
            if (before == null) {
                encode.accept(i);
            } else {
                write(out, i, before, encode);
            }
            ends[i] = (char) (out.position() - mark);
        }
        if (before != null) {
            dropUntil(before.size(), before);
        }
        out.giveBack(borrowed);
    }

    private void write(PageOutput out, int index, LeafEncoding known, IntConsumer encode) {
        int same = find(leaf.key(index), known);
        if (same < 0) {
            int from = out.position();
            encode.accept(index);
            steps.put(out.getBuffer(), from, out.position());
            return;
        }
        dropUntil(same, known);
        next = same + 1;
        int from = PageFormat.PLAIN_HEAD_BYTES + known.start(same);
        int to = PageFormat.PLAIN_HEAD_BYTES + known.ends()[same];
        if (known.values()[same] == leaf.heldValue(index)) {
            out.writeBytes(bytesBefore, from, to - from);
            steps.keep(to - from);
        } else {
            int newFrom = out.position();
            encode.accept(index);
            steps.replace(bytesBefore, from, to, out.getBuffer(), newFrom, out.position());
        }
    }

    private int find(Object key, LeafEncoding known) {
        for (int i = next; i < known.size(); i++) {
            if (known.keys()[i] == key) {
                return i;
            }
        }
        return -1;
    }

    private void dropUntil(int index, LeafEncoding known) {
        if (index > next) {
            steps.drop(known.ends()[index - 1] - known.start(next));
        }
    }

    @Override
    public PageContent asStored(PageContent whole, PageSource source) {
        if (before == null || !whole.isKept()) {
            return whole;
        }
        Splice found = steps.build();
        change = found;
        return before.page().next(whole, found, source);
    }

    @Override
    public void remember(Stub<?> stub, PageContent stored, StoredForm form) {
        StoredPage pageBefore = before == null ? null : before.page();
        if (pageBefore != null) {
            pageBefore.outdated();
        }
        if (stored.isKept()) {
            KeptContent content = before != null && change != null
                    ? before.content().next(before.page(), change, stored)
                    : KeptContent.whole(stored);
            leaf.encoded(StoredPage.put(stub, stored, form, pageBefore), schema, content, ends, HEAD_BYTES);
        }
    }
}
