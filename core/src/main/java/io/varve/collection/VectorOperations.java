package io.varve.collection;

import io.vavr.PartialFunction;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.collection.IndexedSeq;
import io.vavr.collection.Iterator;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The rest of Vavr's vocabulary for sequences, made of the few operations that {@link PersistentVector} declares. Each
 * method does what {@link Vector}'s does, and returns this vector where nothing would change.
 *
 * @param <T> the type of the elements
 */
abstract sealed class VectorOperations<T> implements IndexedSeq<T> permits PersistentVector {

    private static final long serialVersionUID = 1L;

    VectorOperations() {}

    @Override
    public abstract PersistentVector<T> append(T element);

    @Override
    public abstract PersistentVector<T> appendAll(Iterable<? extends T> elements);

    @Override
    public abstract PersistentVector<T> drop(int n);

    @Override
    public abstract PersistentVector<T> filter(Predicate<? super T> predicate);

    @Override
    public abstract <U> PersistentVector<U> map(Function<? super T, ? extends U> mapper);

    @Override
    public abstract PersistentVector<T> patch(int from, Iterable<? extends T> that, int replaced);

    @Override
    public abstract PersistentVector<T> slice(int beginIndex, int endIndex);

    @Override
    public abstract PersistentVector<T> take(int n);

    @Override
    public abstract PersistentVector<T> update(int index, T element);

    // What it is

    @Override
    public final boolean isEmpty() {
        return length() == 0;
    }

    @Override
    public final boolean isAsync() {
        return false;
    }

    @Override
    public final boolean isLazy() {
        return false;
    }

    @Override
    public final boolean hasDefiniteSize() {
        return true;
    }

    @Override
    public final boolean isTraversableAgain() {
        return true;
    }

    @Override
    public final String stringPrefix() {
        return "PersistentVector";
    }

    @Override
    public final String toString() {
        return mkString(stringPrefix() + "(", ", ", ")");
    }

    @Override
    public final Iterator<T> iterator() {
        return iterator(0);
    }

    @Override
    public final T head() {
        requireElement("head");
        return get(0);
    }

    @Override
    public final T last() {
        requireElement("last");
        return get(length() - 1);
    }

    @Override
    public final int indexOf(T element, int from) {
        int index = Math.max(from, 0);
        for (Iterator<T> rest = iterator(Math.min(index, length())); rest.hasNext(); index++) {
            if (rest.next().equals(element)) {
                return index;
            }
        }
        return -1;
    }

    @Override
    public final int lastIndexOf(T element, int end) {
        int index = Math.min(end, length() - 1);
        for (Iterator<T> before = take(index + 1).reverseIterator(); before.hasNext(); index--) {
            if (before.next().equals(element)) {
                return index;
            }
        }
        return -1;
    }

    @Override
    public final <U> U foldRight(U zero, BiFunction<? super T, ? super U, ? extends U> combine) {
        Objects.requireNonNull(combine, "combine");
        U folded = zero;
        for (T element : iterable(reverseIterator())) {
            folded = combine.apply(element, folded);
        }
        return folded;
    }

    // Parts

    @Override
    public final PersistentVector<T> tail() {
        if (isEmpty()) {
            throw new UnsupportedOperationException("tail of an empty vector");
        }
        return drop(1);
    }

    @Override
    public final Option<PersistentVector<T>> tailOption() {
        return isEmpty() ? Option.none() : Option.some(tail());
    }

    @Override
    public final PersistentVector<T> init() {
        if (isEmpty()) {
            throw new UnsupportedOperationException("init of an empty vector");
        }
        return dropRight(1);
    }

    @Override
    public final Option<PersistentVector<T>> initOption() {
        return isEmpty() ? Option.none() : Option.some(init());
    }

    @Override
    public final PersistentVector<T> dropRight(int n) {
        return n <= 0 ? self() : take(length() - Math.min(n, length()));
    }

    @Override
    public final PersistentVector<T> takeRight(int n) {
        return n <= 0 ? PersistentVector.empty() : drop(length() - Math.min(n, length()));
    }

    @Override
    public final PersistentVector<T> dropWhile(Predicate<? super T> predicate) {
        return drop(prefixLength(predicate));
    }

    @Override
    public final PersistentVector<T> dropUntil(Predicate<? super T> predicate) {
        return dropWhile(not(predicate));
    }

    @Override
    public final PersistentVector<T> dropRightWhile(Predicate<? super T> predicate) {
        return dropRight(suffixLength(predicate));
    }

    @Override
    public final PersistentVector<T> dropRightUntil(Predicate<? super T> predicate) {
        return dropRightWhile(not(predicate));
    }

    @Override
    public final PersistentVector<T> takeWhile(Predicate<? super T> predicate) {
        return take(prefixLength(predicate));
    }

    @Override
    public final PersistentVector<T> takeUntil(Predicate<? super T> predicate) {
        return takeWhile(not(predicate));
    }

    @Override
    public final PersistentVector<T> takeRightWhile(Predicate<? super T> predicate) {
        return takeRight(suffixLength(predicate));
    }

    @Override
    public final PersistentVector<T> takeRightUntil(Predicate<? super T> predicate) {
        return takeRightWhile(not(predicate));
    }

    @Override
    public final PersistentVector<T> subSequence(int beginIndex) {
        requireBound(beginIndex);
        return drop(beginIndex);
    }

    @Override
    public final PersistentVector<T> subSequence(int beginIndex, int endIndex) {
        if (beginIndex < 0 || endIndex > length()) {
            throw new IndexOutOfBoundsException(
                    "from " + beginIndex + " to " + endIndex + " in a vector of size " + length());
        }
        if (beginIndex > endIndex) {
            throw new IllegalArgumentException("from " + beginIndex + " to " + endIndex + ", which is before it");
        }
        return slice(beginIndex, endIndex);
    }

    @Override
    public final Tuple2<PersistentVector<T>, PersistentVector<T>> splitAt(int n) {
        return Tuple.of(take(n), drop(n));
    }

    @Override
    public final Tuple2<PersistentVector<T>, PersistentVector<T>> splitAt(Predicate<? super T> predicate) {
        return splitAt(prefixLength(not(predicate)));
    }

    @Override
    public final Tuple2<PersistentVector<T>, PersistentVector<T>> splitAtInclusive(Predicate<? super T> predicate) {
        int before = prefixLength(not(predicate));
        return splitAt(before == length() ? before : before + 1);
    }

    @Override
    public final Tuple2<PersistentVector<T>, PersistentVector<T>> span(Predicate<? super T> predicate) {
        return splitAt(prefixLength(predicate));
    }

    @Override
    public final Tuple2<PersistentVector<T>, PersistentVector<T>> partition(Predicate<? super T> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        List<T> failing = new ArrayList<>();
        PersistentVector<T> passing = filter(element -> {
            boolean passes = predicate.test(element);
            if (!passes) {
                failing.add(element);
            }
            return passes;
        });
        return Tuple.of(passing, passing.isEmpty() ? self() : PersistentVector.ofAll(failing));
    }

    @Override
    public final Iterator<PersistentVector<T>> grouped(int size) {
        return sliding(size, size);
    }

    @Override
    public final Iterator<PersistentVector<T>> sliding(int size) {
        return sliding(size, 1);
    }

    @Override
    public final Iterator<PersistentVector<T>> sliding(int size, int step) {
        return iterator().sliding(size, step).map(PersistentVector::ofAll);
    }

    @Override
    public final Iterator<PersistentVector<T>> slideBy(Function<? super T, ?> classifier) {
        return iterator().slideBy(classifier).map(PersistentVector::ofAll);
    }

    @Override
    public final <C> Map<C, PersistentVector<T>> groupBy(Function<? super T, ? extends C> classifier) {
        return iterator().<C>groupBy(classifier).mapValues(PersistentVector::ofAll);
    }

    // With other elements

    @Override
    public final PersistentVector<T> update(int index, Function<? super T, ? extends T> updater) {
        Objects.requireNonNull(updater, "updater");
        T before = get(index);
        T after = updater.apply(before);
        return after == before ? self() : update(index, after);
    }

    @Override
    public final PersistentVector<T> insert(int index, T element) {
        Objects.requireNonNull(element, "the element is null; a vector holds no nulls");
        return insertAll(index, List.of(element));
    }

    @Override
    public final PersistentVector<T> insertAll(int index, Iterable<? extends T> elements) {
        requireBound(index);
        return patch(index, elements, 0);
    }

    @Override
    public final PersistentVector<T> prepend(T element) {
        return insert(0, element);
    }

    @Override
    public final PersistentVector<T> prependAll(Iterable<? extends T> elements) {
        return insertAll(0, elements);
    }

    @Override
    public final PersistentVector<T> padTo(int length, T element) {
        return length <= length() ? self() : appendAll(Iterator.fill(length - length(), element));
    }

    @Override
    public final PersistentVector<T> leftPadTo(int length, T element) {
        return length <= length() ? self() : prependAll(Iterator.fill(length - length(), element));
    }

    @Override
    public final PersistentVector<T> intersperse(T element) {
        return length() <= 1 ? self() : PersistentVector.ofAll(iterator().intersperse(element));
    }

    @Override
    public final PersistentVector<T> orElse(Iterable<? extends T> other) {
        return isEmpty() ? PersistentVector.ofAll(other) : self();
    }

    @Override
    public final PersistentVector<T> orElse(Supplier<? extends Iterable<? extends T>> supplier) {
        return isEmpty() ? PersistentVector.ofAll(supplier.get()) : self();
    }

    @Override
    public final PersistentVector<T> replace(T currentElement, T newElement) {
        int index = indexOf(currentElement);
        return index < 0 ? self() : update(index, newElement);
    }

    @Override
    public final PersistentVector<T> replaceAll(T currentElement, T newElement) {
        return map(element -> element.equals(currentElement) ? newElement : element);
    }

    // Without some elements

    @Override
    public final PersistentVector<T> removeAt(int index) {
        if (index < 0 || index >= length()) {
            throw new IndexOutOfBoundsException("index " + index + " of a vector of size " + length());
        }
        return patch(index, List.of(), 1);
    }

    @Override
    public final PersistentVector<T> remove(T element) {
        return withoutIndex(indexOf(element));
    }

    @Override
    public final PersistentVector<T> removeFirst(Predicate<T> predicate) {
        return withoutIndex(indexWhere(predicate));
    }

    @Override
    public final PersistentVector<T> removeLast(Predicate<T> predicate) {
        return withoutIndex(length() - 1 - suffixLength(not(predicate)));
    }

    @Override
    public final PersistentVector<T> removeAll(T element) {
        return filter(candidate -> !candidate.equals(element));
    }

    @Override
    public final PersistentVector<T> removeAll(Iterable<? extends T> elements) {
        Set<T> unwanted = set(elements);
        return unwanted.isEmpty() ? self() : filter(candidate -> !unwanted.contains(candidate));
    }

    /** As {@link #reject}, which Vavr prefers. */
    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // Vavr deprecates it, and whoever calls it knows it from there.
    public final PersistentVector<T> removeAll(Predicate<? super T> predicate) {
        return reject(predicate);
    }

    @Override
    public final PersistentVector<T> retainAll(Iterable<? extends T> elements) {
        return filter(set(elements)::contains);
    }

    @Override
    public final PersistentVector<T> reject(Predicate<? super T> predicate) {
        return filter(not(predicate));
    }

    @Override
    public final PersistentVector<T> distinct() {
        return filter(new HashSet<T>()::add);
    }

    @Override
    public final PersistentVector<T> distinctBy(Comparator<? super T> comparator) {
        return filter(new TreeSet<T>(Objects.requireNonNull(comparator, "comparator"))::add);
    }

    @Override
    public final <U> PersistentVector<T> distinctBy(Function<? super T, ? extends U> keyExtractor) {
        Objects.requireNonNull(keyExtractor, "keyExtractor");
        Set<U> seen = new HashSet<>();
        return filter(element -> seen.add(keyExtractor.apply(element)));
    }

    @Override
    public final PersistentVector<T> distinctByKeepLast(Comparator<? super T> comparator) {
        return keepingLast(reverse().distinctBy(comparator));
    }

    @Override
    public final <U> PersistentVector<T> distinctByKeepLast(Function<? super T, ? extends U> keyExtractor) {
        return keepingLast(reverse().distinctBy(keyExtractor));
    }

    // In another order

    @Override
    public final PersistentVector<T> reverse() {
        return length() <= 1 ? self() : PersistentVector.ofAll(iterable(reverseIterator()));
    }

    @Override
    public final PersistentVector<T> rotateLeft(int n) {
        int moved = isEmpty() ? 0 : Math.floorMod(n, length());
        return moved == 0 ? self() : drop(moved).appendAll(take(moved));
    }

    @Override
    public final PersistentVector<T> rotateRight(int n) {
        int moved = isEmpty() ? 0 : Math.floorMod(n, length());
        return rotateLeft(length() - moved);
    }

    @Override
    public final PersistentVector<T> shuffle() {
        List<T> shuffled = new ArrayList<>(asJava());
        Collections.shuffle(shuffled);
        return length() <= 1 ? self() : PersistentVector.ofAll(shuffled);
    }

    @Override
    @SuppressWarnings("unchecked") // As in Vavr, it is the caller who says that the elements are comparable.
    public final PersistentVector<T> sorted() {
        return sorted((left, right) -> ((Comparable<? super T>) left).compareTo(right));
    }

    @Override
    @SuppressWarnings("unchecked") // The array holds what this vector holds.
    public final PersistentVector<T> sorted(Comparator<? super T> comparator) {
        Objects.requireNonNull(comparator, "comparator");
        T[] sorted = (T[]) asJava().toArray();
        Arrays.sort(sorted, comparator);
        return length() <= 1 ? self() : PersistentVector.of(sorted);
    }

    @Override
    public final <U extends Comparable<? super U>> PersistentVector<T> sortBy(Function<? super T, ? extends U> mapper) {
        return sortBy(Comparator.<U>naturalOrder(), mapper);
    }

    @Override
    public final <U> PersistentVector<T> sortBy(
            Comparator<? super U> comparator, Function<? super T, ? extends U> mapper) {
        Objects.requireNonNull(comparator, "comparator");
        Objects.requireNonNull(mapper, "mapper");
        return sorted((left, right) -> comparator.compare(mapper.apply(left), mapper.apply(right)));
    }

    // Of other elements

    @Override
    public final <R> PersistentVector<R> collect(PartialFunction<? super T, ? extends R> partialFunction) {
        return PersistentVector.ofAll(iterator().<R>collect(partialFunction));
    }

    @Override
    public final <U> PersistentVector<U> flatMap(Function<? super T, ? extends Iterable<? extends U>> mapper) {
        return PersistentVector.ofAll(iterator().<U>flatMap(mapper));
    }

    @Override
    public final <U> PersistentVector<U> mapTo(U value) {
        return map(element -> value);
    }

    /** A sequence of as many nulls. It is one of Vavr's own, because a persistent vector holds none. */
    @Override
    public final IndexedSeq<Void> mapToVoid() {
        return Vector.ofAll(iterator().mapToVoid());
    }

    @Override
    public final PersistentVector<T> scan(T zero, BiFunction<? super T, ? super T, ? extends T> operation) {
        return scanLeft(zero, operation);
    }

    @Override
    public final <U> PersistentVector<U> scanLeft(U zero, BiFunction<? super U, ? super T, ? extends U> operation) {
        return PersistentVector.ofAll(iterator().<U>scanLeft(zero, operation));
    }

    @Override
    public final <U> PersistentVector<U> scanRight(U zero, BiFunction<? super T, ? super U, ? extends U> operation) {
        Objects.requireNonNull(operation, "operation");
        Iterator<U> fromTheRight =
                reverseIterator().scanLeft(zero, (U folded, T element) -> operation.apply(element, folded));
        return PersistentVector.<U>ofAll(fromTheRight).reverse();
    }

    @Override
    public final <T1, T2> Tuple2<PersistentVector<T1>, PersistentVector<T2>> unzip(
            Function<? super T, Tuple2<? extends T1, ? extends T2>> unzipper) {
        Vector<Tuple2<? extends T1, ? extends T2>> tuples =
                Vector.ofAll(iterator().map(unzipper));
        return Tuple.of(
                PersistentVector.ofAll(tuples.iterator().<T1>map(Tuple2::_1)),
                PersistentVector.ofAll(tuples.iterator().<T2>map(Tuple2::_2)));
    }

    @Override
    public final <T1, T2, T3> Tuple3<PersistentVector<T1>, PersistentVector<T2>, PersistentVector<T3>> unzip3(
            Function<? super T, Tuple3<? extends T1, ? extends T2, ? extends T3>> unzipper) {
        Vector<Tuple3<? extends T1, ? extends T2, ? extends T3>> tuples =
                Vector.ofAll(iterator().map(unzipper));
        return Tuple.of(
                PersistentVector.ofAll(tuples.iterator().<T1>map(Tuple3::_1)),
                PersistentVector.ofAll(tuples.iterator().<T2>map(Tuple3::_2)),
                PersistentVector.ofAll(tuples.iterator().<T3>map(Tuple3::_3)));
    }

    @Override
    public final <U> PersistentVector<Tuple2<T, U>> zip(Iterable<? extends U> that) {
        return PersistentVector.ofAll(iterator().<U>zip(that));
    }

    @Override
    public final <U, R> PersistentVector<R> zipWith(
            Iterable<? extends U> that, BiFunction<? super T, ? super U, ? extends R> mapper) {
        return PersistentVector.ofAll(iterator().<U, R>zipWith(that, mapper));
    }

    @Override
    public final <U> PersistentVector<Tuple2<T, U>> zipAll(Iterable<? extends U> that, T thisElement, U thatElement) {
        return PersistentVector.ofAll(iterator().<U>zipAll(that, thisElement, thatElement));
    }

    @Override
    public final PersistentVector<Tuple2<T, Integer>> zipWithIndex() {
        return zipWithIndex(Tuple::of);
    }

    @Override
    public final <U> PersistentVector<U> zipWithIndex(BiFunction<? super T, ? super Integer, ? extends U> mapper) {
        return PersistentVector.ofAll(iterator().<U>zipWithIndex(mapper));
    }

    // Combinatorics: by Vavr's own vector, which has nothing left to load

    @Override
    public final IndexedSeq<PersistentVector<T>> combinations() {
        return Vector.ofAll(this).combinations().map(PersistentVector::ofAll);
    }

    @Override
    public final IndexedSeq<PersistentVector<T>> combinations(int k) {
        return Vector.ofAll(this).combinations(k).map(PersistentVector::ofAll);
    }

    @Override
    public final IndexedSeq<PersistentVector<T>> permutations() {
        return Vector.ofAll(this).permutations().map(PersistentVector::ofAll);
    }

    @Override
    public final Iterator<PersistentVector<T>> crossProduct(int power) {
        return Vector.ofAll(this).crossProduct(power).map(PersistentVector::ofAll);
    }

    // To and fro

    @Override
    public final PersistentVector<T> peek(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        if (!isEmpty()) {
            action.accept(head());
        }
        return self();
    }

    @Override
    public final PersistentVector<T> asJava(Consumer<? super List<T>> action) {
        action.accept(asJava());
        return self();
    }

    /** A new modifiable list of the elements; what is done to it does not touch this vector. Cost: O(n). */
    @Override
    public final List<T> asJavaMutable() {
        return new ArrayList<>(asJava());
    }

    /** The vector of what an action leaves in a modifiable list of the elements. Cost: O(n). */
    @Override
    public final PersistentVector<T> asJavaMutable(Consumer<? super List<T>> action) {
        List<T> list = asJavaMutable();
        action.accept(list);
        return PersistentVector.ofAll(list);
    }

    /** What a function makes of this vector. */
    public final <U> U transform(Function<? super PersistentVector<T>, ? extends U> function) {
        return function.apply(self());
    }

    private PersistentVector<T> self() {
        return (PersistentVector<T>) this;
    }

    private void requireElement(String what) {
        if (isEmpty()) {
            throw new NoSuchElementException(what + " of an empty vector");
        }
    }

    private void requireBound(int index) {
        if (index < 0 || index > length()) {
            throw new IndexOutOfBoundsException("index " + index + " of a vector of size " + length());
        }
    }

    private int suffixLength(Predicate<? super T> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        int length = 0;
        for (Iterator<T> rest = reverseIterator(); rest.hasNext() && predicate.test(rest.next()); ) {
            length++;
        }
        return length;
    }

    private PersistentVector<T> withoutIndex(int index) {
        return index < 0 ? self() : removeAt(index);
    }

    private PersistentVector<T> keepingLast(PersistentVector<T> kept) {
        return kept.length() == length() ? self() : kept.reverse();
    }

    private static <T> Predicate<T> not(Predicate<? super T> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return element -> !predicate.test(element);
    }

    private static <T> Set<T> set(Iterable<? extends T> elements) {
        Set<T> set = new HashSet<>();
        elements.forEach(set::add);
        return set;
    }

    private static <T> Iterable<T> iterable(Iterator<T> once) {
        return once;
    }
}
