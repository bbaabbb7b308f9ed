package io.varve.internal.diff;

import io.varve.collection.PersistentVector;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Step;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sequence of any kind, which grows and shrinks at its end. */
final class SequenceEdit implements Edit {

    /** The elements: the vector itself where that is cheap to change, else a copy. */
    private interface Elements {

        int size();

        Object get(int index);

        void append(Object element);

        void update(int index, Object element);

        void dropLast();

        Object made();
    }

    private final Elements elements;

    private SequenceEdit(Elements elements) {
        this.elements = elements;
    }

    static Edit of(PersistentVector<?> vector) {
        return new SequenceEdit(new Persistent(unchecked(vector)));
    }

    static Edit of(Seq<?> seq) {
        // Of none of its elements, so that what they are appended to is of its kind.
        Seq<Object> none = unchecked(seq).take(0);
        return new SequenceEdit(new Copied(seq, none::appendAll));
    }

    static Edit of(List<?> list) {
        return new SequenceEdit(new Copied(list, Collections::unmodifiableList));
    }

    @Override
    public boolean has(Step step) {
        return step instanceof Index;
    }

    @Override
    public @Nullable Object at(Step step) {
        int index = index(step);
        return index < elements.size() ? elements.get(index) : null;
    }

    @Override
    public boolean canSet(Step step, @Nullable Object part) {
        return part == null ? index(step) == elements.size() - 1 : index(step) <= elements.size();
    }

    @Override
    public void set(Step step, @Nullable Object part) {
        int index = index(step);
        if (part == null) {
            elements.dropLast();
        } else if (index == elements.size()) {
            elements.append(part);
        } else {
            elements.update(index, part);
        }
    }

    @Override
    public Object done() {
        return elements.made();
    }

    private static int index(Step step) {
        return ((Index) step).index();
    }

    @SuppressWarnings("unchecked") // What is added comes from a sequence of the same type.
    private static PersistentVector<Object> unchecked(PersistentVector<?> vector) {
        return (PersistentVector<Object>) vector;
    }

    @SuppressWarnings("unchecked") // as above
    private static Seq<Object> unchecked(Seq<?> seq) {
        return (Seq<Object>) seq;
    }

    private static final class Persistent implements Elements {

        private PersistentVector<Object> vector;

        Persistent(PersistentVector<Object> vector) {
            this.vector = vector;
        }

        @Override
        public int size() {
            return vector.size();
        }

        @Override
        public Object get(int index) {
            return vector.get(index);
        }

        @Override
        public void append(Object element) {
            vector = vector.append(element);
        }

        @Override
        public void update(int index, Object element) {
            vector = vector.update(index, element);
        }

        @Override
        public void dropLast() {
            vector = vector.take(vector.size() - 1);
        }

        @Override
        public Object made() {
            return vector;
        }
    }

    private static final class Copied implements Elements {

        private final List<Object> copy = new ArrayList<>();
        private final Function<List<Object>, Object> maker;

        Copied(Iterable<?> elements, Function<List<Object>, Object> maker) {
            elements.forEach(copy::add);
            this.maker = maker;
        }

        @Override
        public int size() {
            return copy.size();
        }

        @Override
        public Object get(int index) {
            return copy.get(index);
        }

        @Override
        public void append(Object element) {
            copy.add(element);
        }

        @Override
        public void update(int index, Object element) {
            copy.set(index, element);
        }

        @Override
        public void dropLast() {
            copy.remove(copy.size() - 1);
        }

        @Override
        public Object made() {
            return maker.apply(copy);
        }
    }
}
