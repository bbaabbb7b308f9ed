package io.varve.internal.trie;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.spi.PageId;
import org.jspecify.annotations.Nullable;

/**
 * A range of hashes with more entries than a leaf holds, cut into as many slots as its {@link Level} has. Each child
 * stands in a <em>run</em> of slots: a power of two of them, aligned; a run of several slots is always a leaf's. Only
 * the children themselves are kept, and a bit for each slot that begins a run.
 */
public final class Branch extends Node {

    private final Object[] children;
    private final int starts;
    private final int size;

    /** The bytes of this branch, or of one that it was made from. Racy on purpose: without, it is stored whole. */
    private @Nullable BranchEncoding encoding;

    /** Takes the array as it is. */
    Branch(Object[] children, int starts, int size) {
        this.children = children;
        this.starts = starts;
        this.size = size;
    }

    /**
     * Makes a branch of children that come from a store. Reads no page.
     *
     * @param level how many branches there are above it
     * @param starts bit i says whether slot i begins a run
     * @param children one slot for each run; not copied
     * @throws IllegalArgumentException if no set of entries has a branch of this shape
     */
    public static Branch of(KeyHasher hasher, int level, int starts, Object[] children) {
        return BranchCheck.checked(hasher, level, starts, children);
    }

    @Override
    public int size() {
        return size;
    }

    /** The number of children. */
    public int childCount() {
        return children.length;
    }

    /** A child as it is held: a leaf, a branch or a {@link Stub}; {@link Slot#node} resolves it. */
    public Object child(int index) {
        return children[index];
    }

    /** Which slots begin a run; the n-th bit set is the n-th child's. */
    public int starts() {
        return starts;
    }

    /**
     * Puts a stub in the place of the child that it stands for. Others may be reading: a benign race, as what they find
     * means the same either way (a stub's final fields are seen complete without synchronization).
     */
    public void replaceChild(int index, Stub<?> stub) {
        children[index] = stub;
    }

    /** The bytes of this branch or of one that it was made from, if they are known. */
    public @Nullable BranchEncoding encoding() {
        return encoding;
    }

    /**
     * Remembers the bytes of this branch.
     *
     * @param page how it was stored
     * @param schema with which schema
     * @param content the content of its page
     */
    public void encoded(StoredPage page, PageId schema, KeptContent content) {
        encoding = new BranchEncoding(page, schema, content, starts, children);
    }

    /** This branch, made by editing another. */
    Branch madeFrom(Branch before) {
        encoding = before.encoding;
        return this;
    }

    /** The index of the child in whose run a slot lies. */
    int indexOf(int slot) {
        return Integer.bitCount(starts & upTo(slot)) - 1;
    }

    /** The first slot of the run in which a slot lies. */
    int runStart(int slot) {
        return 31 - Integer.numberOfLeadingZeros(starts & upTo(slot));
    }

    /** The number of slots of the run that begins at a slot. */
    int runLength(int level, int start) {
        int later = starts & ~upTo(start);
        return (later == 0 ? Level.slots(level) : Integer.numberOfTrailingZeros(later)) - start;
    }

    /** Where in the leaf of a slot a key might be if hashes are even: an index less than the leaf's size (or 0). */
    int guess(long hash, int level, int slot, int leafSize) {
        if (level >= Level.PREFIX_LEVELS) {
            return 0;
        }
        int start = runStart(slot);
        int runBits = Integer.numberOfTrailingZeros(runLength(level, start));
        long offset = (hash << 5 * level >>> 32) - ((long) start << 27);
        return (int) (offset * leafSize >>> 27 + runBits);
    }

    /** A copy of the children. */
    Object[] children() {
        return children.clone();
    }

    /**
     * The index of the child whose run is the other half of the run that begins at a slot, twice as long; -1 if that
     * half is split. What was split has more entries than a leaf.
     */
    int buddy(int level, int start) {
        int length = runLength(level, start);
        int buddyStart = start ^ length;
        return runStart(buddyStart) == buddyStart && runLength(level, buddyStart) == length ? indexOf(buddyStart) : -1;
    }

    /** This branch with another child in the place of one. */
    Branch with(int index, Object child, int sizeChange) {
        Object[] changed = children.clone();
        changed[index] = child;
        return new Branch(changed, starts, size + sizeChange).madeFrom(this);
    }

    private static int upTo(int slot) {
        return -1 >>> 31 - slot;
    }
}
