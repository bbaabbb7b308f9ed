package io.varve.collection;

import io.varve.internal.vector.RadixVector;
import io.varve.internal.vector.VectorCollector;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collector;

/**
 * An immutable sequence whose versions share structure, on the heap as in the store: a snapshot writes only what has
 * changed, and a vector that is read back loads its parts as they are touched. It is a Vavr {@code IndexedSeq}, so it
 * equals any Vavr {@link Seq} with equal elements in the same order, and behaves as {@link io.vavr.collection.Vector}
 * does unless it says otherwise here.
 *
 * <pre>{@code
 * PersistentVector<String> queue = PersistentVector.of("a", "b", "c");
 * PersistentVector<String> later = queue.tail().append("d");   // b, c, d; queue still has a, b, c
 * }</pre>
 *
 * <p>Elements sit at fixed positions of a 32-way tree. Dropping at the front moves nothing, so a vector makes a good
 * queue, and what has been dropped is no longer held. The place of the front is part of what is stored: two equal
 * vectors have the same pages (and states that hold them the same fingerprint) if they were also built up and dropped
 * from by the same number of elements. {@link #ofAll} begins anew, and so does a vector that has become empty.
 *
 * <p>Cost, in n elements: {@code get}, {@code update}, {@code append}, {@code head}, {@code last}, {@code tail},
 * {@code init}, {@code take}, {@code drop}, {@code slice} and the like take O(log<sub>32</sub> n), which is at most 7
 * steps; {@code prepend}, {@code insert} and {@code removeAt} move everything behind the place and take time, and new
 * storage, in proportion to it; all else takes O(n) or what its Vavr counterpart takes.
 *
 * <p>Null elements are refused with a {@link NullPointerException}. Thread-safe. Reading a stored vector may throw a
 * {@link io.varve.VarveException}.
 *
 * @param <T> the type of the elements
 */
public abstract sealed class PersistentVector<T> extends VectorOperations<T> permits RadixVector {

    private static final long serialVersionUID = 1L;

    /** For the one implementation. */
    protected PersistentVector() {}

    /** The vector without elements. */
    public static <T> PersistentVector<T> empty() {
        return RadixVector.empty();
    }

    /** The vector of the given elements. Cost: O(n). */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public static <T> PersistentVector<T> of(T... elements) {
        return RadixVector.ofAll(Arrays.asList(elements));
    }

    /**
     * The vector of all elements of an iterable, in its order; a {@code PersistentVector} itself if it is given one.
     * Cost: O(n).
     */
    @SuppressWarnings("unchecked") // Immutable, so a vector of a subtype is one of the supertype.
    public static <T> PersistentVector<T> ofAll(Iterable<? extends T> elements) {
        return elements instanceof PersistentVector<? extends T> vector
                ? (PersistentVector<T>) vector
                : RadixVector.ofAll(elements);
    }

    /** Collects a stream into a vector. */
    public static <T> Collector<T, ?, PersistentVector<T>> collector() {
        return VectorCollector.of();
    }

    /**
     * The element at an index. Cost: O(log n).
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    @Override
    public abstract T get(int index);

    /**
     * The elements from an index on. The iterator holds at most 32 elements of a stored vector in memory.
     *
     * @param index from 0 to the length, inclusive
     * @throws IndexOutOfBoundsException for any other index
     */
    @Override
    public abstract Iterator<T> iterator(int index);

    /** With one more element at the end. Cost: O(log n), mostly O(1). */
    @Override
    public abstract PersistentVector<T> append(T element);

    /** With more elements at the end; this vector if there are none. Cost: O(m + log n) for m elements. */
    @Override
    public abstract PersistentVector<T> appendAll(Iterable<? extends T> elements);

    /**
     * With another element at an index; this vector if the very same object is there. Cost: O(log n).
     *
     * @throws IndexOutOfBoundsException if there is nothing at the index
     */
    @Override
    public abstract PersistentVector<T> update(int index, T element);

    /** Without the first n elements, which are no longer held. Cost: O(log n). */
    @Override
    public abstract PersistentVector<T> drop(int n);

    /** The first n elements. Cost: O(log n). */
    @Override
    public abstract PersistentVector<T> take(int n);

    /** The elements from an index on to another, exclusive; indices out of range are brought into it. Cost: O(log n). */
    @Override
    public abstract PersistentVector<T> slice(int beginIndex, int endIndex);

    /**
     * With some elements replaced by others, however many. Cost: O(m + k) for m new elements and k behind them.
     *
     * @param from the index of the first that goes
     * @param that the new elements
     * @param replaced how many go
     */
    @Override
    public abstract PersistentVector<T> patch(int from, Iterable<? extends T> that, int replaced);

    /**
     * With every element replaced by what a function makes of it. Parts for which it returns the very objects that it
     * was given are shared with the result, and need not be stored again. Cost: O(n).
     */
    @Override
    public abstract <U> PersistentVector<U> map(Function<? super T, ? extends U> mapper);

    /**
     * Without the elements that fail a test, which is called once on each, in order. The first run of elements that
     * stay is shared with the result, so that expiring the oldest of a queue stores next to nothing. Cost: O(n).
     */
    @Override
    public abstract PersistentVector<T> filter(Predicate<? super T> predicate);

    /** An unmodifiable view with random access. Cost: O(1). */
    @Override
    public abstract List<T> asJava();

    /**
     * What differs in a later version of this vector, index by index in ascending order. Where both still have the same
     * front (nothing was dropped there), parts that they share are neither read nor compared, and the cost follows
     * the changes; otherwise all elements are compared: O(n). Equality is that of the elements. Found as it is iterated.
     *
     * @param later the vector to compare with
     * @return the changes, which can be iterated any number of times
     */
    public abstract Iterable<ElementChange<T>> diff(PersistentVector<T> later);
}
