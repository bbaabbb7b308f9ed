package io.varve.internal.codec.tree;

import io.varve.CorruptDataException;
import io.varve.generic.GenericMap;
import io.varve.generic.GenericVector;
import io.varve.internal.codec.tree.GenericPart.Below;
import io.varve.internal.codec.tree.GenericPart.Here;
import io.varve.internal.codec.tree.GenericPart.Large;
import io.varve.internal.page.PageKind;
import io.varve.internal.page.PageSource;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Iterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;

/** The elements of a stored persistent collection, read page by page. Immutable. */
final class GenericTree {

    private final GenericPages pages;
    private final PageSource source;
    private final PageKind kind;
    private final List<GenericPart> parts;
    private final long size;

    GenericTree(GenericPages pages, PageSource source, PageKind kind, List<GenericPart> parts) {
        this.pages = pages;
        this.source = source;
        this.kind = kind;
        this.parts = List.copyOf(parts);
        this.size = sizeOf(parts);
    }

    long size() {
        return size;
    }

    Iterator<Object> iterator() {
        return new Walk();
    }

    private static long sizeOf(List<GenericPart> parts) {
        return parts.stream().mapToLong(GenericPart::size).sum();
    }

    /** Holds the pages on the way to where it is. */
    private final class Walk implements Iterator<Object> {

        private final Deque<java.util.Iterator<GenericPart>> path = new ArrayDeque<>();

        Walk() {
            path.push(parts.iterator());
        }

        @Override
        public boolean hasNext() {
            while (!path.isEmpty() && !path.element().hasNext()) {
                path.pop();
            }
            return !path.isEmpty();
        }

        @Override
        public Object next() {
            while (hasNext()) {
                GenericPart part = path.element().next();
                if (part instanceof Here here) {
                    return here.element();
                }
                if (part instanceof Large large) {
                    Object value = pages.value(large.page(), PageKind.VALUE, source);
                    return large.key() == null ? value : Tuple.of(large.key(), value);
                }
                path.push(read((Below) part).iterator());
            }
            throw new NoSuchElementException("the collection has no more elements");
        }

        private List<GenericPart> read(Below below) {
            List<GenericPart> read = pages.node(below.page(), kind, below.height(), source);
            if (sizeOf(read) != below.size()) {
                throw new CorruptDataException("page " + below.page().id() + ": has " + sizeOf(read)
                        + " elements where its parent says " + below.size());
            }
            return read;
        }
    }

    record OfMap(GenericTree tree) implements GenericMap {

        @Override
        public long size() {
            return tree.size();
        }

        @Override
        @SuppressWarnings("unchecked") // The parts of a map are entries.
        public Iterator<Tuple2<Object, Object>> iterator() {
            return tree.iterator().map(entry -> (Tuple2<Object, Object>) entry);
        }

        @Override
        public String toString() {
            return "map of " + size();
        }
    }

    record OfVector(GenericTree tree) implements GenericVector {

        @Override
        public long size() {
            return tree.size();
        }

        @Override
        public Iterator<Object> iterator() {
            return tree.iterator();
        }

        @Override
        public String toString() {
            return "vector of " + size();
        }
    }
}
