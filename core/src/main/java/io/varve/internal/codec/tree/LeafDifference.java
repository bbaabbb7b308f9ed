package io.varve.internal.codec.tree;

import io.varve.internal.page.Differing;
import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.varve.internal.trie.Node;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries that two leaves don't have in common by the bytes of their pages. Those that both have, nearly all of
 * them after a small change, are passed over and never made.
 */
final class LeafDifference {

    private final PageTypes types;
    private final PageSource source;
    private final MapNodes reader;

    /**
     * Prepares to compare.
     *
     * @param reader reads the pages of both leaves
     */
    LeafDifference(PageTypes types, PageSource source, MapNodes reader) {
        this.types = types;
        this.source = source;
        this.reader = reader;
    }

    /** Whether equal bytes in two pages are equal entries: both have one schema, and no entry mentions a page. */
    static boolean areComparable(PageContent page, PageContent other) {
        return page.links().isEmpty()
                && other.links().isEmpty()
                && page.schemas().equals(other.schemas());
    }

    /** Leaves of the entries that are not in both; null if one of the pages holds no leaf, or one that can't be read as it is. */
    @Nullable
    Differing<Node> between(PageContent before, PageContent after) {
        int[] bounds = bounds(before);
        int[] otherBounds = bounds(after);
        if (bounds == null || otherBounds == null) {
            return null;
        }
        BitSet common = new BitSet();
        BitSet otherCommon = new BitSet();
        int next = 0;
        for (int other = 0; other < otherBounds.length - 1; other++) {
            int same =
                    find(before.payload(), bounds, next, after.payload(), otherBounds[other], otherBounds[other + 1]);
            if (same >= 0) {
                common.set(same);
                otherCommon.set(other);
                next = same + 1;
            }
        }
        return new Differing<>(leaf(before, bounds, common), leaf(after, otherBounds, otherCommon));
    }

    private static int find(byte[] bytes, int[] bounds, int first, byte[] entry, int from, int to) {
        for (int i = first; i < bounds.length - 1; i++) {
            if (Arrays.equals(bytes, bounds[i], bounds[i + 1], entry, from, to)) {
                return i;
            }
        }
        return -1;
    }

    private int @Nullable [] bounds(PageContent page) {
        return types.decode(source, page, PageKind.MAP_NODE, reader::findEntries);
    }

    private Node leaf(PageContent page, int[] bounds, BitSet but) {
        return types.decode(source, page, PageKind.MAP_NODE, in -> reader.readEntries(in, bounds, but));
    }
}
