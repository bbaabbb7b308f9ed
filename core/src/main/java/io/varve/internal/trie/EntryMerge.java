package io.varve.internal.trie;

import io.varve.collection.EntryChange;
import io.varve.internal.page.Stub;
import org.jspecify.annotations.Nullable;

/** Merges the entries of the same range of two tries and keeps what differs. */
final class EntryMerge<K, V> {

    private final KeyHasher hasher;
    private final boolean byIdentity;
    private final Cursor before;
    private final Cursor after;
    private boolean hasBefore;
    private boolean hasAfter;

    /**
     * Begins to merge.
     *
     * @param byIdentity whether equal values differ too, unless they are the very same object
     */
    EntryMerge(KeyHasher hasher, boolean byIdentity, Cursor before, Cursor after) {
        this.hasher = hasher;
        this.byIdentity = byIdentity;
        this.before = before;
        this.after = after;
        this.hasBefore = before.advance();
        this.hasAfter = after.advance();
    }

    /** The next change, or null if there is none. */
    @SuppressWarnings("unchecked") // What the maps of a diff hold is of their types.
    @Nullable
    EntryChange<K, V> next() {
        while (hasBefore || hasAfter) {
            int order = !hasBefore ? 1 : !hasAfter ? -1 : order();
            if (order < 0) {
                EntryChange<K, V> removed = new EntryChange.Removed<>((K) before.key(), (V) before.value());
                hasBefore = before.advance();
                return removed;
            }
            if (order > 0) {
                EntryChange<K, V> added = new EntryChange.Added<>((K) after.key(), (V) after.value());
                hasAfter = after.advance();
                return added;
            }
            EntryChange<K, V> replaced = sameValue()
                    ? null
                    : new EntryChange.Replaced<>((K) after.key(), (V) before.value(), (V) after.value());
            hasBefore = before.advance();
            hasAfter = after.advance();
            if (replaced != null) {
                return replaced;
            }
        }
        return null;
    }

    private int order() {
        int byPrefix = Integer.compare(before.prefix(), after.prefix());
        if (byPrefix != 0) {
            return byPrefix;
        }
        Object key = before.key();
        Object other = after.key();
        return key == other || key.equals(other) ? 0 : hasher.compare(hasher.hash(key), key, hasher.hash(other), other);
    }

    private boolean sameValue() {
        Object held = before.heldValue();
        Object other = after.heldValue();
        return held == other
                || held instanceof Stub<?> stub && other instanceof Stub<?> otherStub && stub.sameContent(otherStub)
                || (byIdentity
                        ? before.value() == after.value()
                        : before.value().equals(after.value()));
    }
}
