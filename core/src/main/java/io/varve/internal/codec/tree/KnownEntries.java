package io.varve.internal.codec.tree;

import io.varve.internal.page.PageFormat;
import io.varve.internal.trie.LeafEncoding;
import java.util.Arrays;

/**
 * The entries of a leaf on the heap that another leaf, which is being read, is likely to have most of in common with. What
 * has the same bytes is the same entry, and need not be made again.
 */
final class KnownEntries {

    private final LeafEncoding leaf;
    private final byte[] bytes;
    private int next;

    /**
     * Begins before the first.
     *
     * @param leaf written with the schema of the one that is read; neither mentions pages
     */
    KnownEntries(LeafEncoding leaf) {
        this.leaf = leaf;
        this.bytes = leaf.content().bytes();
    }

    /**
     * Looks for an entry, of those that were not found yet.
     *
     * @param in bytes of entries
     * @param position where the entry begins
     * @param limit where the bytes end
     * @return its index, or -1
     */
    int find(byte[] in, int position, int limit) {
        for (int i = next; i < leaf.size(); i++) {
            int from = PageFormat.PLAIN_HEAD_BYTES + leaf.start(i);
            int to = PageFormat.PLAIN_HEAD_BYTES + leaf.ends()[i];
            int end = position + to - from;
            if (end <= limit && Arrays.equals(bytes, from, to, in, position, end)) {
                next = i + 1;
                return i;
            }
        }
        return -1;
    }

    Object key(int index) {
        return leaf.keys()[index];
    }

    Object value(int index) {
        return leaf.values()[index];
    }

    /** How many bytes an entry has. */
    int length(int index) {
        return leaf.ends()[index] - leaf.start(index);
    }
}
