package io.varve.internal.trie;

import io.varve.collection.EntryChange;
import io.varve.collection.PersistentMap;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map as a root and the hasher that placed its keys. Each operation is a class of its own beside this one.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@SuppressWarnings({"unchecked", "serial"}) // The nodes hold what was put, K and V; a proxy is serialized instead.
public final class TrieMap<K, V> extends PersistentMap<K, V> {

    private static final TrieMap<?, ?> EMPTY = new TrieMap<>(KeyHasher.standard(), Leaf.EMPTY);

    private final transient KeyHasher hasher;
    private final transient Object root;
    private final transient int size;

    TrieMap(KeyHasher hasher, Object root) {
        this.hasher = hasher;
        this.root = root;
        this.size = Slot.size(root);
    }

    /** The empty map. */
    public static <K, V> TrieMap<K, V> empty() {
        return (TrieMap<K, V>) EMPTY;
    }

    /**
     * A map of nodes that come from a store. Reads no page.
     *
     * @param root a leaf, a branch or a stub, which must be of level 0
     */
    public static <K, V> TrieMap<K, V> ofRoot(Object root) {
        return new TrieMap<>(KeyHasher.standard(), root);
    }

    /** The root as it is held: a leaf, a branch or a stub. */
    public Object root() {
        return root;
    }

    /** What placed the keys. */
    public KeyHasher hasher() {
        return hasher;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    protected @Nullable V find(K key) {
        return (V) Lookup.find(hasher, root, Objects.requireNonNull(key, "a key can't be null"));
    }

    @Override
    public TrieMap<K, V> put(K key, V value) {
        Objects.requireNonNull(key, "a key can't be null");
        Objects.requireNonNull(value, "a value can't be null");
        return withRoot(new PointPut(hasher, key, value).into(root));
    }

    @Override
    public TrieMap<K, V> remove(K key) {
        return withRoot(new PointRemove(hasher, Objects.requireNonNull(key, "a key can't be null")).from(root));
    }

    @Override
    public TrieMap<K, V> putAll(Iterable<? extends Tuple2<? extends K, ? extends V>> entries) {
        Batch batch = newBatch(entries);
        for (Tuple2<? extends K, ? extends V> entry : entries) {
            batch.add(
                    Objects.requireNonNull(entry._1, "a key can't be null"),
                    Objects.requireNonNull(entry._2, "a value can't be null"));
        }
        return edited(batch);
    }

    @Override
    public TrieMap<K, V> removeAll(Iterable<? extends K> keys) {
        Batch batch = newBatch(keys);
        for (K key : keys) {
            batch.add(Objects.requireNonNull(key, "a key can't be null"), Batch.REMOVAL);
        }
        return edited(batch);
    }

    @Override
    public TrieMap<K, V> filter(BiPredicate<? super K, ? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return withRoot(Rewrite.filtered(hasher, root, 0, (BiPredicate<Object, Object>) predicate));
    }

    @Override
    protected <V2> TrieMap<K, V2> withValues(BiFunction<? super K, ? super V, ? extends V2> function) {
        Objects.requireNonNull(function, "function is null");
        Object changed = Rewrite.mapped(
                root,
                (key, value) -> Objects.requireNonNull(function.apply((K) key, (V) value), "a value can't be null"));
        return ((TrieMap<K, V2>) this).withRoot(changed);
    }

    @Override
    public Iterator<Tuple2<K, V>> iterator() {
        return new CursorIterator<>(root) {
            @Override
            Tuple2<K, V> element(Cursor cursor) {
                return Tuple.of((K) cursor.key(), (V) cursor.value());
            }
        };
    }

    @Override
    public Iterator<K> keysIterator() {
        return new CursorIterator<>(root) {
            @Override
            K element(Cursor cursor) {
                return (K) cursor.key();
            }
        };
    }

    @Override
    public Iterator<V> valuesIterator() {
        return new CursorIterator<>(root) {
            @Override
            V element(Cursor cursor) {
                return (V) cursor.value();
            }
        };
    }

    @Override
    public void forEach(BiConsumer<K, V> action) {
        Objects.requireNonNull(action, "action is null");
        Cursor cursor = new Cursor(root);
        while (cursor.advance()) {
            action.accept((K) cursor.key(), (V) cursor.value());
        }
    }

    @Override
    public Iterable<EntryChange<K, V>> diff(PersistentMap<K, V> later) {
        Object other = ((TrieMap<K, V>) later).root;
        return () -> new Diff<>(hasher, root, other);
    }

    /**
     * As {@link #diff}, but equal values that are not the very same object count as different. Cost: what both maps don't
     * share.
     */
    public Iterable<EntryChange<K, V>> replacements(TrieMap<K, V> later) {
        return () -> new Diff<>(hasher, true, root, later.root);
    }

    @Override
    protected boolean sameEntries(PersistentMap<?, ?> other) {
        TrieMap<?, ?> trie = (TrieMap<?, ?>) other;
        return size == trie.size && !new Diff<>(hasher, root, trie.root).hasNext();
    }

    private TrieMap<K, V> withRoot(Object changed) {
        return changed == root ? this : new TrieMap<>(hasher, changed);
    }

    private Batch newBatch(Iterable<?> elements) {
        int expected = elements instanceof Collection<?> collection
                ? collection.size()
                : elements instanceof io.vavr.collection.Map<?, ?> map ? map.size() : 16;
        return new Batch(hasher, expected);
    }

    private TrieMap<K, V> edited(Batch batch) {
        batch.sort();
        return withRoot(new BulkEdit(hasher, batch).appliedTo(root));
    }

    /** Steps through the entries. */
    private abstract static class CursorIterator<T> implements Iterator<T> {

        private final Cursor cursor;
        private boolean hasNext;

        CursorIterator(Object root) {
            cursor = new Cursor(root);
            hasNext = cursor.advance();
        }

        abstract T element(Cursor cursor);

        @Override
        public boolean hasNext() {
            return hasNext;
        }

        @Override
        public T next() {
            if (!hasNext) {
                throw new NoSuchElementException("no more entries");
            }
            T element = element(cursor);
            hasNext = cursor.advance();
            return element;
        }
    }
}
