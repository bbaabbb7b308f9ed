package io.varve.internal.trie;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.StoredPage;
import io.varve.internal.page.Stub;
import io.varve.spi.PageId;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one range of hashes, at most {@value Node#LEAF_CAPACITY}, in the order of their keys' positions.
 *
 * <p>Of each hash only the upper half is kept. It tells nearly all keys of a leaf apart; where it doesn't, the hash is
 * computed again.
 */
public final class Leaf extends Node {

    /** The leaf without entries. */
    public static final Leaf EMPTY = new Leaf(new int[0], new Object[0], new Object[0], false);

    /** The upper halves of the hashes, ascending, as {@link Level#prefix} makes them. */
    final int[] prefixes;

    final Object[] keys;

    /** The values as they are held; a large one that is stored may become a stub at any time. */
    private final Object[] values;

    // Both narrow, so that they fit the object's padding.
    private final byte size;

    /** Whether there may be stubs among the values; so that without any, a read need not look at the value itself. */
    private boolean stubs;

    /** The bytes of this leaf, or of one that it was made from. Racy on purpose: without, all is encoded again. */
    private @Nullable LeafEncoding encoding;

    /** Takes the arrays as they are; nobody may change them afterwards. */
    Leaf(int[] prefixes, Object[] keys, Object[] values, boolean stubs) {
        this(prefixes, keys, values, stubs, null);
    }

    private Leaf(int[] prefixes, Object[] keys, Object[] values, boolean stubs, @Nullable LeafEncoding encoding) {
        this.prefixes = prefixes;
        this.keys = keys;
        this.values = values;
        this.size = (byte) prefixes.length;
        this.stubs = stubs;
        this.encoding = encoding;
    }

    /**
     * Makes a leaf of entries that come from a store, computing the hashes again. Cost: O(n).
     *
     * @param keys at most {@value Node#LEAF_CAPACITY} keys in the order of their positions; not copied
     * @param values as many values, or stubs of them; not copied
     * @throws IllegalArgumentException if that is not what they are
     */
    public static Leaf of(KeyHasher hasher, Object[] keys, Object[] values) {
        if (keys.length != values.length || keys.length > LEAF_CAPACITY) {
            throw new IllegalArgumentException(
                    "a leaf has at most " + LEAF_CAPACITY + " entries, not " + keys.length + " with " + values.length);
        }
        if (keys.length == 0) {
            return EMPTY;
        }
        int[] prefixes = new int[keys.length];
        boolean stubs = false;
        long previous = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == null || values[i] == null) {
                throw new IllegalArgumentException("entry " + i + " of a leaf is null");
            }
            long hash = hasher.hash(keys[i]);
            if (i > 0 && hasher.compare(previous, keys[i - 1], hash, keys[i]) >= 0) {
                throw new IllegalArgumentException("entry " + i + " of a leaf is out of the order of hashes");
            }
            prefixes[i] = Level.prefix(hash);
            stubs |= values[i] instanceof Stub<?>;
            previous = hash;
        }
        return new Leaf(prefixes, keys, values, stubs);
    }

    @Override
    public int size() {
        return size;
    }

    /** The key of an entry. */
    public Object key(int index) {
        return keys[index];
    }

    /** The value of an entry, read from its page if it has one of its own. */
    public Object value(int index) {
        Object held = values[index];
        return mayBeStub() && held instanceof Stub<?> stub ? stub.get() : held;
    }

    /** The value of an entry as it is held, perhaps as a {@link Stub}. */
    public Object heldValue(int index) {
        return values[index];
    }

    /**
     * Puts a stub in the place of the value that it stands for. Others may be reading: a benign race, as what they find
     * means the same either way (a stub's final fields are seen complete without synchronization).
     */
    public void replaceValue(int index, Stub<?> stub) {
        stubs = true;
        VarHandle.releaseFence(); // Pairs with mayBeStub: who sees the stub sees that there are stubs.
        values[index] = stub;
    }

    /** The bytes of this leaf or of one that it was made from, if they are known. */
    public @Nullable LeafEncoding encoding() {
        return encoding;
    }

    /**
     * Remembers the bytes of this leaf.
     *
     * @param page how it was stored
     * @param schema with which schema
     * @param content the content of its page, which mentions no others
     * @param ends where the bytes of each entry end; not copied
     * @param head how many bytes there are before the first
     */
    public void encoded(StoredPage page, PageId schema, KeptContent content, char[] ends, int head) {
        encoding = new LeafEncoding(page, schema, keys, values, content, ends, head);
    }

    /** This leaf, made by editing another. */
    Leaf madeFrom(Leaf before) {
        if (this != EMPTY) { // There is only one of it.
            encoding = before.encoding;
        }
        return this;
    }

    /** Whether what was read from the values before this call may be a stub. */
    boolean mayBeStub() {
        VarHandle.acquireFence();
        return stubs;
    }

    /** Copies a part of the entries into arrays; whether there may be stubs among the values. */
    boolean copyTo(int from, int to, int[] toPrefixes, Object[] toKeys, Object[] toValues, int target) {
        System.arraycopy(prefixes, from, toPrefixes, target, to - from);
        System.arraycopy(keys, from, toKeys, target, to - from);
        System.arraycopy(values, from, toValues, target, to - from);
        return mayBeStub();
    }

    /**
     * Finds a key.
     *
     * @param guess where it might be, 0 ≤ guess &lt; size unless the leaf is empty
     * @return its index, or -1
     */
    int find(long hash, Object key, int guess) {
        int prefix = Level.prefix(hash);
        for (int i = first(prefix, guess); i < prefixes.length && prefixes[i] == prefix; i++) {
            Object resident = keys[i];
            if (resident == key || resident.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** The index at which a key that is not here belongs. */
    int insertionPoint(KeyHasher hasher, long hash, Object key, int guess) {
        int prefix = Level.prefix(hash);
        int index = first(prefix, guess);
        while (index < prefixes.length
                && prefixes[index] == prefix
                && hasher.compare(hasher.hash(keys[index]), keys[index], hash, key) < 0) {
            index++;
        }
        return index;
    }

    /** The first index whose prefix is not less. */
    private int first(int prefix, int guess) {
        int index = guess;
        if (index < prefixes.length && prefixes[index] < prefix) {
            do {
                index++;
            } while (index < prefixes.length && prefixes[index] < prefix);
        } else {
            while (index > 0 && prefixes[index - 1] >= prefix) {
                index--;
            }
        }
        return index;
    }

    /** Whether an entry has an equal value. */
    boolean hasValue(int index, Object value) {
        return values[index] == value || value(index).equals(value);
    }

    Leaf withValue(int index, Object value) {
        Object[] changed = values.clone();
        boolean mayBeStub = mayBeStub();
        changed[index] = value;
        return new Leaf(prefixes, keys, changed, mayBeStub, encoding);
    }

    Leaf withInserted(int index, long hash, Object key, Object value) {
        int[] newPrefixes = Arrays.copyOf(prefixes, size + 1);
        System.arraycopy(prefixes, index, newPrefixes, index + 1, size - index);
        newPrefixes[index] = Level.prefix(hash);
        Object[] newValues = inserted(values, index, value);
        return new Leaf(newPrefixes, inserted(keys, index, key), newValues, mayBeStub(), encoding);
    }

    Leaf without(int index) {
        int newSize = size - 1;
        if (newSize == 0) {
            return EMPTY;
        }
        int[] newPrefixes = Arrays.copyOf(prefixes, newSize);
        System.arraycopy(prefixes, index + 1, newPrefixes, index, newSize - index);
        Object[] newValues = removed(values, index);
        return new Leaf(newPrefixes, removed(keys, index), newValues, mayBeStub(), encoding);
    }

    /** This leaf's entries and then those of a leaf whose range follows. */
    Leaf concat(Leaf next) {
        if (size == 0) {
            return next;
        }
        int newSize = size + next.size;
        int[] newPrefixes = new int[newSize];
        Object[] newKeys = new Object[newSize];
        Object[] newValues = new Object[newSize];
        boolean mayBeStub = copyTo(0, size, newPrefixes, newKeys, newValues, 0);
        mayBeStub |= next.copyTo(0, next.size, newPrefixes, newKeys, newValues, size);
        return new Leaf(newPrefixes, newKeys, newValues, mayBeStub);
    }

    /** This leaf with other values; the same leaf if each stays the same object. */
    Leaf mapped(BiFunction<Object, Object, Object> function) {
        Object[] mapped = new Object[size];
        boolean changed = false;
        for (int i = 0; i < size; i++) {
            Object value = value(i);
            Object other = function.apply(keys[i], value);
            mapped[i] = other == value ? values[i] : other;
            changed |= other != value;
        }
        return changed ? new Leaf(prefixes, keys, mapped, mayBeStub(), encoding) : this;
    }

    private static Object[] inserted(Object[] array, int index, Object element) {
        Object[] copy = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, copy, index + 1, array.length - index);
        copy[index] = element;
        return copy;
    }

    private static Object[] removed(Object[] array, int index) {
        Object[] copy = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, copy, index, copy.length - index);
        return copy;
    }
}
