package io.varve.collection;

import io.varve.internal.trie.TrieMap;
import io.vavr.PartialFunction;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose versions share what they have in common, on the heap and in the store. It is a Vavr {@link
 * Map}; {@link #asJava()} shows it as a {@code java.util.Map}.
 *
 * <p>Keys are numbers, strings, {@code UUID}, enums, {@code java.time}, records of these (whose {@code equals} is the
 * one that records have of themselves), or implement {@link VarveKey}; others are refused with {@link
 * io.varve.UnsupportedTypeException}. Values can be anything that a state can hold. Neither may be null: that is a
 * {@link NullPointerException}.
 *
 * <p>Entries are iterated in the order of stable hashes of the keys: it says nothing, but equal maps have the same, in
 * every run and on every machine. Methods that take or drop a number of entries, or look at neighbours, follow it.
 *
 * <p>An operation that changes nothing returns this very map; putting a value equal to the present one is such an
 * operation. What may be large and was evicted is read from the store as it is touched, so that any method may throw
 * {@link io.varve.VarveException}. Point operations cost O(log n); those on all entries O(n) unless they say otherwise.
 *
 * <p>Immutable and thread-safe. Java serialization writes all entries.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@SuppressWarnings("serial") // A proxy is serialized instead.
public abstract sealed class PersistentMap<K, V> implements Map<K, V> permits TrieMap {

    @Serial
    private static final long serialVersionUID = 1L;

    /** For the implementation. */
    protected PersistentMap() {}

    // ---- Making maps

    /** The empty map. Cost: O(1). */
    public static <K, V> PersistentMap<K, V> empty() {
        return TrieMap.empty();
    }

    /** A map of one entry. */
    public static <K, V> PersistentMap<K, V> of(K key, V value) {
        return PersistentMap.<K, V>empty().put(key, value);
    }

    /** A map of one entry. */
    public static <K, V> PersistentMap<K, V> of(Tuple2<? extends K, ? extends V> entry) {
        return PersistentMap.<K, V>empty().put(entry._1, entry._2);
    }

    /** A map of two entries; of two with equal keys, the last counts. */
    public static <K, V> PersistentMap<K, V> of(K k1, V v1, K k2, V v2) {
        return of(k1, v1).put(k2, v2);
    }

    /** A map of three entries; of several with equal keys, the last counts. */
    public static <K, V> PersistentMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3) {
        return of(k1, v1, k2, v2).put(k3, v3);
    }

    /** A map of four entries; of several with equal keys, the last counts. */
    public static <K, V> PersistentMap<K, V> of(K k1, V v1, K k2, V v2, K k3, V v3, K k4, V v4) {
        return of(k1, v1, k2, v2, k3, v3).put(k4, v4);
    }

    /** A map of the given entries; of several with equal keys, the last counts. Cost: O(n). */
    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    public static <K, V> PersistentMap<K, V> ofEntries(Tuple2<? extends K, ? extends V>... entries) {
        return PersistentMap.<K, V>empty().putAll(java.util.Arrays.asList(entries));
    }

    /** A map of the given entries; of several with equal keys, the last counts. Cost: O(n). */
    public static <K, V> PersistentMap<K, V> ofEntries(Iterable<? extends Tuple2<? extends K, ? extends V>> entries) {
        return PersistentMap.<K, V>empty().putAll(entries);
    }

    /** A map of the entries of another. Cost: O(n), or O(1) if it is a persistent map. */
    @SuppressWarnings("unchecked") // It is immutable.
    public static <K, V> PersistentMap<K, V> ofAll(Map<? extends K, ? extends V> map) {
        return map instanceof PersistentMap<?, ?> same
                ? (PersistentMap<K, V>) same
                : PersistentMap.<K, V>empty().putAll(entries(map));
    }

    /** A map of the given entries; of several with equal keys, the last counts. Cost: O(n). */
    public static <K, V> PersistentMap<K, V> ofAll(Iterable<? extends Tuple2<? extends K, ? extends V>> entries) {
        return ofEntries(entries);
    }

    /** A map of the entries of a {@code java.util.Map}. Cost: O(n). */
    public static <K, V> PersistentMap<K, V> ofAll(java.util.Map<? extends K, ? extends V> map) {
        return PersistentMap.<K, V>empty()
                .putAll(() -> Iterator.ofAll(map.entrySet()).map(entry -> Tuple.of(entry.getKey(), entry.getValue())));
    }

    /** Collects entries into a map; of several with equal keys, the last counts. */
    public static <K, V> Collector<Tuple2<K, V>, ?, PersistentMap<K, V>> collector() {
        return Collectors.collectingAndThen(Collectors.toList(), PersistentMap::ofEntries);
    }

    /** Collects elements into a map by their key and value; of several with equal keys, the last counts. */
    public static <K, V, T> Collector<T, ?, PersistentMap<K, V>> collector(
            Function<? super T, ? extends K> keyMapper, Function<? super T, ? extends V> valueMapper) {
        Objects.requireNonNull(keyMapper, "keyMapper is null");
        Objects.requireNonNull(valueMapper, "valueMapper is null");
        return Collectors.mapping(
                element -> Tuple.of(keyMapper.apply(element), valueMapper.apply(element)), collector());
    }

    /** A map of more general types, as which it can be read. */
    @SuppressWarnings("unchecked") // It is immutable.
    public static <K, V> PersistentMap<K, V> narrow(PersistentMap<? extends K, ? extends V> map) {
        return (PersistentMap<K, V>) map;
    }

    // ---- What the structure does

    /** The value of a key, or null. */
    protected abstract @Nullable V find(K key);

    @Override
    public abstract int size();

    @Override
    public abstract PersistentMap<K, V> put(K key, V value);

    @Override
    public abstract PersistentMap<K, V> remove(K key);

    /** This map with all the given entries; of several with equal keys, the last counts. Cost: O(m log n), once. */
    public abstract PersistentMap<K, V> putAll(Iterable<? extends Tuple2<? extends K, ? extends V>> entries);

    @Override
    public abstract PersistentMap<K, V> removeAll(Iterable<? extends K> keys);

    @Override
    public abstract PersistentMap<K, V> filter(BiPredicate<? super K, ? super V> predicate);

    /** This map with other values, called with each entry once. */
    protected abstract <V2> PersistentMap<K, V2> withValues(BiFunction<? super K, ? super V, ? extends V2> function);

    @Override
    public abstract Iterator<Tuple2<K, V>> iterator();

    @Override
    public abstract Iterator<K> keysIterator();

    @Override
    public abstract Iterator<V> valuesIterator();

    @Override
    public abstract void forEach(BiConsumer<K, V> action);

    /**
     * What has to be added, removed and replaced in this map to give a later one, in the order of iteration. What both
     * share is skipped, so the cost follows the changes: O(d log n) for d of them. Found as it is iterated.
     *
     * @param later the map to compare with
     * @return the changes, which can be iterated any number of times
     */
    public abstract Iterable<EntryChange<K, V>> diff(PersistentMap<K, V> later);

    /** Whether another has equal entries. */
    protected abstract boolean sameEntries(PersistentMap<?, ?> other);

    // ---- The same in Java's words

    /**
     * This map as an unmodifiable {@code java.util.Map}. Its {@code get} and {@code containsKey} know that what can't be
     * a key isn't one. Cost: O(1).
     */
    public java.util.Map<K, V> asJava() {
        return new JavaView<>(this);
    }

    /** A modifiable copy of this map. Cost: O(n). */
    @Override
    public java.util.Map<K, V> toJavaMap() {
        java.util.Map<K, V> copy = new java.util.HashMap<>((int) Math.min(1 << 30, size() * 4L / 3 + 1));
        forEach(copy::put);
        return copy;
    }

    // ---- Points

    @Override
    public Option<V> get(K key) {
        V value = find(key);
        return value == null ? Option.none() : Option.some(value);
    }

    @Override
    public V getOrElse(K key, V defaultValue) {
        V value = find(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(K key) {
        return find(key) != null;
    }

    @Override
    public boolean contains(Tuple2<K, V> element) {
        return element._2.equals(find(element._1));
    }

    @Override
    public PersistentMap<K, V> put(Tuple2<? extends K, ? extends V> entry) {
        return put(entry._1, entry._2);
    }

    @Override
    public <U extends V> PersistentMap<K, V> put(K key, U value, BiFunction<? super V, ? super U, ? extends V> merge) {
        Objects.requireNonNull(merge, "merge is null");
        V present = find(key);
        return put(key, present == null ? value : merge.apply(present, value));
    }

    @Override
    public <U extends V> PersistentMap<K, V> put(
            Tuple2<? extends K, U> entry, BiFunction<? super V, ? super U, ? extends V> merge) {
        return put(entry._1, entry._2, merge);
    }

    @Override
    public Tuple2<V, PersistentMap<K, V>> computeIfAbsent(K key, Function<? super K, ? extends V> mappingFunction) {
        Objects.requireNonNull(mappingFunction, "mappingFunction is null");
        V present = find(key);
        if (present != null) {
            return Tuple.of(present, this);
        }
        V value = mappingFunction.apply(key);
        return Tuple.of(value, put(key, value));
    }

    @Override
    public Tuple2<Option<V>, PersistentMap<K, V>> computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends V> remappingFunction) {
        Objects.requireNonNull(remappingFunction, "remappingFunction is null");
        V present = find(key);
        if (present == null) {
            return Tuple.of(Option.none(), this);
        }
        V value = remappingFunction.apply(key, present);
        return Tuple.of(Option.some(value), put(key, value));
    }

    /** This map with the second entry in the place of the first, if it has exactly the first. */
    @Override
    public PersistentMap<K, V> replace(Tuple2<K, V> currentElement, Tuple2<K, V> newElement) {
        return contains(currentElement) ? remove(currentElement._1).put(newElement) : this;
    }

    @Override
    public PersistentMap<K, V> replaceAll(Tuple2<K, V> currentElement, Tuple2<K, V> newElement) {
        return replace(currentElement, newElement);
    }

    @Override
    public PersistentMap<K, V> replaceValue(K key, V value) {
        return containsKey(key) ? put(key, value) : this;
    }

    @Override
    public PersistentMap<K, V> replace(K key, V oldValue, V newValue) {
        return contains(Tuple.of(key, oldValue)) ? put(key, newValue) : this;
    }

    // ---- All entries

    @Override
    public PersistentMap<K, V> replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        return withValues(function);
    }

    @Override
    public <V2> PersistentMap<K, V2> mapValues(Function<? super V, ? extends V2> valueMapper) {
        Objects.requireNonNull(valueMapper, "valueMapper is null");
        return withValues((key, value) -> valueMapper.apply(value));
    }

    @Override
    public <K2, V2> PersistentMap<K2, V2> bimap(
            Function<? super K, ? extends K2> keyMapper, Function<? super V, ? extends V2> valueMapper) {
        Objects.requireNonNull(keyMapper, "keyMapper is null");
        Objects.requireNonNull(valueMapper, "valueMapper is null");
        return map((key, value) -> Tuple.of(keyMapper.apply(key), valueMapper.apply(value)));
    }

    @Override
    public <K2, V2> PersistentMap<K2, V2> map(BiFunction<? super K, ? super V, Tuple2<K2, V2>> mapper) {
        Objects.requireNonNull(mapper, "mapper is null");
        return ofEntries(iterator().map(entry -> mapper.apply(entry._1, entry._2)));
    }

    @Override
    public <K2, V2> PersistentMap<K2, V2> flatMap(
            BiFunction<? super K, ? super V, ? extends Iterable<Tuple2<K2, V2>>> mapper) {
        Objects.requireNonNull(mapper, "mapper is null");
        return ofEntries(iterator().flatMap(entry -> mapper.apply(entry._1, entry._2)));
    }

    @Override
    public <K2> PersistentMap<K2, V> mapKeys(Function<? super K, ? extends K2> keyMapper) {
        Objects.requireNonNull(keyMapper, "keyMapper is null");
        return map((key, value) -> Tuple.of(keyMapper.apply(key), value));
    }

    @Override
    public <K2> PersistentMap<K2, V> mapKeys(
            Function<? super K, ? extends K2> keyMapper, BiFunction<? super V, ? super V, ? extends V> valueMerge) {
        Objects.requireNonNull(keyMapper, "keyMapper is null");
        Objects.requireNonNull(valueMerge, "valueMerge is null");
        PersistentMap<K2, V> result = empty();
        for (Tuple2<K, V> entry : this) {
            result = result.put(keyMapper.apply(entry._1), entry._2, valueMerge);
        }
        return result;
    }

    /** This map with the entries of another whose keys it hasn't. Cost: as {@link #putAll}. */
    @Override
    public PersistentMap<K, V> merge(Map<? extends K, ? extends V> that) {
        return isEmpty() ? ofAll(that) : putAll(entries(that).filter(entry -> !containsKey(entry._1)));
    }

    @Override
    public <U extends V> PersistentMap<K, V> merge(
            Map<? extends K, U> that, BiFunction<? super V, ? super U, ? extends V> collisionResolution) {
        Objects.requireNonNull(collisionResolution, "collisionResolution is null");
        return putAll(entries(that).map(entry -> {
            V present = find(entry._1);
            return present == null
                    ? Tuple.<K, V>of(entry._1, entry._2)
                    : Tuple.<K, V>of(entry._1, collisionResolution.apply(present, entry._2));
        }));
    }

    @Override
    public PersistentMap<K, V> filter(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> predicate.test(Tuple.of(key, value)));
    }

    @Override
    public PersistentMap<K, V> filterKeys(Predicate<? super K> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> predicate.test(key));
    }

    @Override
    public PersistentMap<K, V> filterValues(Predicate<? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> predicate.test(value));
    }

    @Override
    public PersistentMap<K, V> reject(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> !predicate.test(Tuple.of(key, value)));
    }

    @Override
    public PersistentMap<K, V> reject(BiPredicate<? super K, ? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> !predicate.test(key, value));
    }

    @Override
    public PersistentMap<K, V> rejectKeys(Predicate<? super K> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> !predicate.test(key));
    }

    @Override
    public PersistentMap<K, V> rejectValues(Predicate<? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return filter((key, value) -> !predicate.test(value));
    }

    /** As {@link #reject(BiPredicate)}. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Vavr's method, Vavr's name.
    public PersistentMap<K, V> removeAll(BiPredicate<? super K, ? super V> predicate) {
        return reject(predicate);
    }

    /** As {@link #rejectKeys}. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Vavr's method, Vavr's name.
    public PersistentMap<K, V> removeKeys(Predicate<? super K> predicate) {
        return rejectKeys(predicate);
    }

    /** As {@link #rejectValues}. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Vavr's method, Vavr's name.
    public PersistentMap<K, V> removeValues(Predicate<? super V> predicate) {
        return rejectValues(predicate);
    }

    /** The entries that are among the given ones. Cost: O(m log n). */
    @Override
    public PersistentMap<K, V> retainAll(Iterable<? extends Tuple2<K, V>> elements) {
        PersistentMap<K, V> retained =
                ofEntries(Iterator.<Tuple2<K, V>>ofAll(elements).filter(this::contains));
        return retained.size() == size() ? this : retained;
    }

    @Override
    public Tuple2<PersistentMap<K, V>, PersistentMap<K, V>> partition(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        ArrayList<Tuple2<K, V>> rejected = new ArrayList<>();
        PersistentMap<K, V> accepted = filter(entry -> {
            boolean accept = predicate.test(entry);
            if (!accept) {
                rejected.add(entry);
            }
            return accept;
        });
        return Tuple.of(accepted, accepted.isEmpty() ? this : ofEntries(rejected));
    }

    @Override
    public <C> Map<C, PersistentMap<K, V>> groupBy(Function<? super Tuple2<K, V>, ? extends C> classifier) {
        Objects.requireNonNull(classifier, "classifier is null");
        java.util.LinkedHashMap<C, ArrayList<Tuple2<K, V>>> groups = new java.util.LinkedHashMap<>();
        for (Tuple2<K, V> entry : this) {
            groups.computeIfAbsent(classifier.apply(entry), group -> new ArrayList<>())
                    .add(entry);
        }
        // The groups' keys may be of any type, so it can't be a persistent map.
        return LinkedHashMap.<C, ArrayList<Tuple2<K, V>>>ofAll(groups).mapValues(PersistentMap::ofEntries);
    }

    @Override
    public Set<K> keySet() {
        return LinkedHashSet.ofAll(keysIterator());
    }

    @Override
    public Seq<V> values() {
        return valuesIterator().toVector();
    }

    // ---- In the order of iteration

    @Override
    public PersistentMap<K, V> distinct() {
        return this;
    }

    @Override
    public PersistentMap<K, V> distinctBy(Comparator<? super Tuple2<K, V>> comparator) {
        Objects.requireNonNull(comparator, "comparator is null");
        TreeSet<Tuple2<K, V>> seen = new TreeSet<>(comparator);
        return filter(entry -> seen.add(entry));
    }

    @Override
    public <U> PersistentMap<K, V> distinctBy(Function<? super Tuple2<K, V>, ? extends U> keyExtractor) {
        Objects.requireNonNull(keyExtractor, "keyExtractor is null");
        HashSet<U> seen = new HashSet<>();
        return filter(entry -> seen.add(keyExtractor.apply(entry)));
    }

    @Override
    public PersistentMap<K, V> drop(int n) {
        return n <= 0 ? this : n >= size() ? empty() : removeAll(keysIterator().take(n));
    }

    @Override
    public PersistentMap<K, V> dropRight(int n) {
        return n <= 0 ? this : take(size() - n);
    }

    @Override
    public PersistentMap<K, V> dropUntil(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return dropWhile(predicate.negate());
    }

    @Override
    public PersistentMap<K, V> dropWhile(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return removeAll(iterator().takeWhile(predicate).map(Tuple2::_1));
    }

    @Override
    public PersistentMap<K, V> take(int n) {
        return n >= size() ? this : n <= 0 ? empty() : ofEntries(iterator().take(n));
    }

    @Override
    public PersistentMap<K, V> takeRight(int n) {
        return n <= 0 ? empty() : drop(size() - n);
    }

    @Override
    public PersistentMap<K, V> takeUntil(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        return takeWhile(predicate.negate());
    }

    @Override
    public PersistentMap<K, V> takeWhile(Predicate<? super Tuple2<K, V>> predicate) {
        Objects.requireNonNull(predicate, "predicate is null");
        PersistentMap<K, V> taken = ofEntries(iterator().takeWhile(predicate));
        return taken.size() == size() ? this : taken;
    }

    @Override
    public Tuple2<PersistentMap<K, V>, PersistentMap<K, V>> span(Predicate<? super Tuple2<K, V>> predicate) {
        PersistentMap<K, V> taken = takeWhile(predicate);
        return Tuple.of(taken, drop(taken.size()));
    }

    @Override
    public Tuple2<K, V> head() {
        if (isEmpty()) {
            throw new NoSuchElementException("head of empty PersistentMap");
        }
        return iterator().next();
    }

    @Override
    public Tuple2<K, V> last() {
        if (isEmpty()) {
            throw new NoSuchElementException("last of empty PersistentMap");
        }
        return iterator().last();
    }

    @Override
    public PersistentMap<K, V> init() {
        if (isEmpty()) {
            throw new UnsupportedOperationException("init of empty PersistentMap");
        }
        return remove(last()._1);
    }

    @Override
    public Option<PersistentMap<K, V>> initOption() {
        return isEmpty() ? Option.none() : Option.some(init());
    }

    @Override
    public PersistentMap<K, V> tail() {
        if (isEmpty()) {
            throw new UnsupportedOperationException("tail of empty PersistentMap");
        }
        return remove(head()._1);
    }

    @Override
    public Option<PersistentMap<K, V>> tailOption() {
        return isEmpty() ? Option.none() : Option.some(tail());
    }

    @Override
    public Iterator<PersistentMap<K, V>> grouped(int size) {
        return sliding(size, size);
    }

    @Override
    public Iterator<PersistentMap<K, V>> slideBy(Function<? super Tuple2<K, V>, ?> classifier) {
        return iterator().slideBy(classifier).map(PersistentMap::ofEntries);
    }

    @Override
    public Iterator<PersistentMap<K, V>> sliding(int size) {
        return sliding(size, 1);
    }

    @Override
    public Iterator<PersistentMap<K, V>> sliding(int size, int step) {
        return iterator().sliding(size, step).map(PersistentMap::ofEntries);
    }

    @Override
    public PersistentMap<K, V> scan(
            Tuple2<K, V> zero,
            BiFunction<? super Tuple2<K, V>, ? super Tuple2<K, V>, ? extends Tuple2<K, V>> operation) {
        Objects.requireNonNull(operation, "operation is null");
        return ofEntries(iterator().scanLeft(zero, operation));
    }

    // ---- What Vavr's values have in common

    @Override
    public PersistentMap<K, V> orElse(Iterable<? extends Tuple2<K, V>> other) {
        return isEmpty() ? ofEntries(other) : this;
    }

    @Override
    public PersistentMap<K, V> orElse(Supplier<? extends Iterable<? extends Tuple2<K, V>>> supplier) {
        return isEmpty() ? ofEntries(supplier.get()) : this;
    }

    @Override
    public PersistentMap<K, V> peek(Consumer<? super Tuple2<K, V>> action) {
        Objects.requireNonNull(action, "action is null");
        if (!isEmpty()) {
            action.accept(head());
        }
        return this;
    }

    @Override
    public PartialFunction<K, V> asPartialFunction() {
        return this;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public boolean isAsync() {
        return false;
    }

    @Override
    public boolean isLazy() {
        return false;
    }

    @Override
    public String stringPrefix() {
        return "PersistentMap";
    }

    /** Whether the other is a Vavr map with equal entries. Cost: O(d log n) for d differences from a persistent map. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (other instanceof PersistentMap<?, ?> map) {
            return sameEntries(map);
        }
        if (!(other instanceof Map<?, ?> map) || map.size() != size()) {
            return false;
        }
        @SuppressWarnings("unchecked") // Only asked for keys of this map.
        Map<K, Object> unknown = (Map<K, Object>) map;
        return iterator().forAll(entry -> unknown.get(entry._1).contains(entry._2));
    }

    /** As Vavr's maps have it. Cost: O(n). */
    @Override
    public int hashCode() {
        int hash = 1;
        for (Tuple2<K, V> entry : this) {
            hash += entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return mkString(stringPrefix() + "(", ", ", ")");
    }

    /** Serializes the entries instead. */
    @Serial
    protected final Object writeReplace() {
        return new SerializedMap(this);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a PersistentMap is serialized as its entries");
    }

    private static <K, V> Iterator<Tuple2<K, V>> entries(Map<? extends K, ? extends V> map) {
        return Map.<K, V>narrow(map).iterator();
    }
}
