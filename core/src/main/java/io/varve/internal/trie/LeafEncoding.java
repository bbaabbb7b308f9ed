package io.varve.internal.trie;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.StoredPage;
import io.varve.spi.PageId;

/**
 * The bytes of a leaf that was stored. A leaf that was made from it is stored by copying what stayed the same, and as what
 * differs. Only leaves whose pages mention no others have this.
 *
 * @param page how it was stored
 * @param schema with which schema
 * @param keys its keys; never modified
 * @param values its values; never modified
 * @param content the content of its page
 * @param ends where the bytes of each entry end in the payload of that; those of the first begin after the head
 * @param head how many bytes there are before the first entry
 */
public record LeafEncoding(
        StoredPage page, PageId schema, Object[] keys, Object[] values, KeptContent content, char[] ends, int head) {

    /** Where the bytes of an entry begin. */
    public int start(int index) {
        return index == 0 ? head : ends[index - 1];
    }

    /** The number of entries. */
    public int size() {
        return keys.length;
    }
}
