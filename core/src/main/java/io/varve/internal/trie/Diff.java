package io.varve.internal.trie;

import io.varve.collection.EntryChange;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Lists the changes between two tries in the order of positions: merges the entries of each range in which they differ. */
final class Diff<K, V> implements Iterator<EntryChange<K, V>> {

    private final KeyHasher hasher;
    private final boolean byIdentity;
    private final DiffWalk ranges;
    private @Nullable EntryMerge<K, V> merge;
    private @Nullable EntryChange<K, V> next;

    Diff(KeyHasher hasher, Object before, Object after) {
        this(hasher, false, before, after);
    }

    /**
     * Begins to compare.
     *
     * @param byIdentity whether equal values differ too, unless they are the very same object
     */
    Diff(KeyHasher hasher, boolean byIdentity, Object before, Object after) {
        this.hasher = hasher;
        this.byIdentity = byIdentity;
        this.ranges = new DiffWalk(before, after);
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (merge != null) {
                next = merge.next();
            }
            if (next == null) {
                DiffWalk.Range range = ranges.next();
                if (range == null) {
                    return false;
                }
                merge = new EntryMerge<>(hasher, byIdentity, Cursor.below(range.before()), Cursor.below(range.after()));
            }
        }
        return true;
    }

    @Override
    public EntryChange<K, V> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more changes");
        }
        EntryChange<K, V> result = next;
        next = null;
        return result;
    }
}
