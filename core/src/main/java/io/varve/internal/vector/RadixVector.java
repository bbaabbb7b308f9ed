package io.varve.internal.vector;

import io.varve.collection.ElementChange;
import io.varve.collection.PersistentVector;
import io.varve.internal.page.Stub;
import io.vavr.collection.Iterator;
import io.vavr.collection.Seq;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link PersistentVector}: elements at the positions from {@link #start()} to {@link #end()}
 * exclusive. The block of 32 positions that holds the last one is the <em>last leaf</em>; all blocks before it form
 * a tree, whose root is the lowest branch (or leaf) over them. Nothing else is left to choose, so that range and
 * elements determine the shape.
 *
 * @param <T> the type of the elements
 */
public final class RadixVector<T> extends PersistentVector<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String NULL_ELEMENT = "the element is null; a vector holds no nulls";

    private static final RadixVector<Object> EMPTY = new RadixVector<>(0, 0, null, 0, VectorLeaf.EMPTY);

    private final transient long start;
    private final transient long end;
    private final transient @Nullable Object root;
    private final transient int shift;
    private final transient Object lastLeaf;

    /** Takes parts that are known to be right. */
    RadixVector(long start, long end, @Nullable Object root, int shift, Object lastLeaf) {
        this.start = start;
        this.end = end;
        this.root = root;
        this.shift = shift;
        this.lastLeaf = lastLeaf;
    }

    /** The vector without elements. */
    @SuppressWarnings("unchecked") // It holds nothing of any type.
    public static <T> RadixVector<T> empty() {
        return (RadixVector<T>) EMPTY;
    }

    /** Puts elements into a vector, from position 0. Cost: O(n). */
    public static <T> RadixVector<T> ofAll(Iterable<? extends T> elements) {
        VectorBuilder builder = new VectorBuilder();
        builder.addAll(elements);
        return builder.build();
    }

    /**
     * Puts a stored vector together again. Reads no page: what is wrong behind a stub is noticed when it is read.
     *
     * @param start the position of the first element
     * @param end the position behind the last element
     * @param root the node, or a stub of it, over all blocks before the last; null if there is only one block
     * @param lastLeaf the leaf, or a stub of it, of the last block
     * @throws IllegalArgumentException if these don't fit together, or the vector would be empty ({@link #empty()} is)
     */
    public static <T> RadixVector<T> ofRoot(long start, long end, @Nullable Object root, Object lastLeaf) {
        if (start < 0 || start >= end || end > Positions.LIMIT || end - start > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no vector is in the positions from " + start + " to " + end);
        }
        long tailStart = Positions.tailStart(end);
        VectorRange.require(lastLeaf, 0, Math.max(start, tailStart), end - 1);
        if (tailStart <= start) {
            if (root != null) {
                throw new IllegalArgumentException("a vector in one block has no root");
            }
            return new RadixVector<>(start, end, null, 0, lastLeaf);
        }
        if (root == null) {
            throw new IllegalArgumentException(
                    "a vector in the positions from " + start + " to " + end + " has a root");
        }
        int shift = Positions.shiftOver(start, tailStart - 1);
        VectorRange.require(root, shift, start, tailStart - 1);
        return new RadixVector<>(start, end, root, shift, lastLeaf);
    }

    /** The position of the first element; 0 if there is none. */
    public long start() {
        return start;
    }

    /** The position behind the last element; 0 if there is none. */
    public long end() {
        return end;
    }

    /** The node over all blocks before the last, or a {@link Stub} of it; null if there are none. */
    public @Nullable Object root() {
        return root;
    }

    /** The shift of the root; 0 if it is a leaf or there is none. */
    public int shift() {
        return shift;
    }

    /** The leaf of the last block, or a {@link Stub} of it. In the empty vector a leaf without slots. */
    public Object lastLeaf() {
        return lastLeaf;
    }

    @Override
    public int length() {
        return (int) (end - start);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
        requireIndex(index);
        long position = start + index;
        return (T) Tree.element(Tree.at(leafSlotsAt(position), Positions.slot(position, 0)));
    }

    @Override
    public Iterator<T> iterator(int index) {
        requireBound(index);
        return VectorIterator.upFrom(this, start + index);
    }

    @Override
    public Iterator<T> reverseIterator() {
        return VectorIterator.down(this);
    }

    @Override
    public List<T> asJava() {
        return new VectorListView<>(this);
    }

    @Override
    public RadixVector<T> append(T element) {
        Objects.requireNonNull(element, NULL_ELEMENT);
        int inLast = (int) end & Positions.MASK;
        if (inLast != 0) {
            @Nullable Object[] slots = Arrays.copyOf(Tree.leaf(lastLeaf).slots, inLast + 1);
            slots[inLast] = element;
            requireRoom();
            return new RadixVector<>(start, end + 1, root, shift, new VectorLeaf(slots));
        }
        VectorLeaf next = new VectorLeaf(new Object[] {element});
        if (end == 0) {
            return new RadixVector<>(0, 1, null, 0, next);
        }
        return end < Positions.REBASED_FROM ? appendBlock(next) : appendAll(List.of(element));
    }

    /** The last leaf is complete: it goes into the tree, and another takes its place. */
    private RadixVector<T> appendBlock(VectorLeaf next) {
        requireRoom();
        long complete = Positions.tailStart(end);
        if (root == null) {
            return new RadixVector<>(start, end + 1, lastLeaf, 0, next);
        }
        int newShift = Positions.shiftOver(start, end - 1);
        Object raised = Tree.raised(root, shift, newShift, start);
        Object newRoot = Tree.withLeaf(raised, newShift, complete, lastLeaf);
        return new RadixVector<>(start, end + 1, newRoot, newShift, next);
    }

    @Override
    public RadixVector<T> appendAll(Iterable<? extends T> elements) {
        VectorBuilder builder = VectorBuilder.on(this);
        builder.addAll(elements);
        return builder.size() == length() ? this : builder.build();
    }

    @Override
    public RadixVector<T> patch(int from, Iterable<? extends T> that, int replaced) {
        int index = Math.min(Math.max(from, 0), length());
        int behind = (int) Math.min((long) index + Math.max(replaced, 0), length());
        VectorBuilder builder = VectorBuilder.on(take(index));
        builder.addAll(that);
        if (builder.size() == index && (index == 0 || index == behind)) {
            return drop(behind - index);
        }
        builder.addRange(this, start + behind, end);
        return builder.build();
    }

    @Override
    public RadixVector<T> update(int index, T element) {
        requireIndex(index);
        Objects.requireNonNull(element, NULL_ELEMENT);
        long position = start + index;
        if (position >= Positions.tailStart(end) || root == null) {
            return with(root, Tree.updated(lastLeaf, 0, position, element));
        }
        return with(Tree.updated(root, shift, position, element), lastLeaf);
    }

    @Override
    public <U> RadixVector<U> map(Function<? super T, ? extends U> mapper) {
        Objects.requireNonNull(mapper, "mapper");
        Object newRoot = root == null ? null : Tree.mapped(root, shift, mapper);
        Object newLastLeaf = isEmpty() ? lastLeaf : Tree.mapped(lastLeaf, 0, mapper);
        @SuppressWarnings("unchecked") // If nothing has changed, then all elements are of the new type already.
        RadixVector<U> mapped = (RadixVector<U>) with(newRoot, newLastLeaf);
        return mapped;
    }

    @Override
    public RadixVector<T> filter(Predicate<? super T> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        LeafCursor<T> cursor = new LeafCursor<>(this);
        long from = start;
        while (from < end && !predicate.test(cursor.at(from))) {
            from++;
        }
        long position = Math.min(from + 1, end);
        while (position < end && predicate.test(cursor.at(position))) {
            position++;
        }
        // What is left of a first run shares everything; behind it all have moved.
        RadixVector<T> run = slice((int) (from - start), (int) (position - start));
        if (position == end) {
            return run;
        }
        VectorBuilder builder = VectorBuilder.on(run);
        for (position++; position < end; position++) {
            if (predicate.test(cursor.at(position))) {
                builder.addRange(this, position, position + 1);
            }
        }
        return builder.size() == run.length() ? run : builder.build();
    }

    @Override
    public RadixVector<T> drop(int n) {
        if (n <= 0) {
            return this;
        }
        if (n >= length()) {
            return empty();
        }
        long newStart = start + n;
        long tailStart = Positions.tailStart(end);
        if (root == null || newStart >= tailStart) {
            return new RadixVector<>(newStart, end, null, 0, Tree.from(lastLeaf, 0, newStart));
        }
        int newShift = Positions.shiftOver(newStart, tailStart - 1);
        Object newRoot = Tree.from(Tree.lowered(root, shift, newShift, newStart), newShift, newStart);
        return new RadixVector<>(newStart, end, newRoot, newShift, lastLeaf);
    }

    @Override
    public RadixVector<T> take(int n) {
        if (n >= length()) {
            return this;
        }
        if (n <= 0) {
            return empty();
        }
        long newEnd = start + n;
        long newTailStart = Positions.tailStart(newEnd);
        Object newLastLeaf = Tree.through(leafAt(newTailStart), 0, newEnd - 1);
        if (root == null || newTailStart <= start) {
            return new RadixVector<>(start, newEnd, null, 0, newLastLeaf);
        }
        if (newTailStart == Positions.tailStart(end)) {
            return new RadixVector<>(start, newEnd, root, shift, newLastLeaf);
        }
        int newShift = Positions.shiftOver(start, newTailStart - 1);
        Object newRoot = Tree.through(Tree.lowered(root, shift, newShift, start), newShift, newTailStart - 1);
        return new RadixVector<>(start, newEnd, newRoot, newShift, newLastLeaf);
    }

    @Override
    public RadixVector<T> slice(int beginIndex, int endIndex) {
        return take(endIndex).drop(beginIndex);
    }

    @Override
    public Iterable<ElementChange<T>> diff(PersistentVector<T> later) {
        RadixVector<T> other = (RadixVector<T>) Objects.requireNonNull(later, "later");
        return () -> new VectorDiff<>(this, other);
    }

    @Override
    public boolean equals(@Nullable Object object) {
        if (object == this) {
            return true;
        }
        if (!(object instanceof Seq<?> other) || other.length() != length()) {
            return false;
        }
        if (other instanceof RadixVector<?> vector && vector.start == start) {
            @SuppressWarnings("unchecked") // Only compared.
            RadixVector<T> sameType = (RadixVector<T>) vector;
            return !new VectorComparison<>(this, sameType).advance();
        }
        Iterator<?> others = other.iterator();
        for (T element : this) {
            if (!element.equals(others.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (T element : this) {
            hash = 31 * hash + element.hashCode();
        }
        return hash;
    }

    /** The leaf at a position in use, as its parent holds it. */
    Object leafAt(long position) {
        return root == null || position >= Positions.tailStart(end) ? lastLeaf : Tree.leafSlot(root, shift, position);
    }

    /** The slots of the leaf at a position in use. */
    @Nullable
    Object[] leafSlotsAt(long position) {
        return Tree.leaf(leafAt(position)).slots;
    }

    static IllegalStateException tooLarge() {
        return new IllegalStateException("a vector holds at most " + Integer.MAX_VALUE + " elements");
    }

    private RadixVector<T> with(@Nullable Object newRoot, Object newLastLeaf) {
        return newRoot == root && newLastLeaf == lastLeaf
                ? this
                : new RadixVector<>(start, end, newRoot, shift, newLastLeaf);
    }

    private void requireRoom() {
        if (length() == Integer.MAX_VALUE) {
            throw tooLarge();
        }
    }

    private void requireIndex(int index) {
        if (index < 0 || index >= length()) {
            throw new IndexOutOfBoundsException("index " + index + " of a vector of size " + length());
        }
    }

    private void requireBound(int index) {
        if (index < 0 || index > length()) {
            throw new IndexOutOfBoundsException("index " + index + " of a vector of size " + length());
        }
    }

    @Serial
    private Object writeReplace() {
        return new SerialForm(asJava().toArray());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a vector is written as its serial form");
    }
}
