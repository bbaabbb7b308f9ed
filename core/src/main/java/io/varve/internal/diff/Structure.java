package io.varve.internal.diff;

import io.varve.collection.ElementChange;
import io.varve.collection.EntryChange;
import io.varve.collection.PersistentMap;
import io.varve.collection.PersistentVector;
import io.varve.diff.StatePath;
import io.vavr.Tuple;
import io.vavr.collection.CharSeq;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says of which parts values are made. Thread-safe. */
final class Structure {

    private static final StatePath.Step PRESENT = new StatePath.Present();

    private final RecordParts records;
    private final List<Class<?>> whole;
    private final KeyOrder order;

    /**
     * Makes a structure.
     *
     * @param whole classes whose values have no parts
     */
    Structure(RecordParts records, List<Class<?>> whole) {
        this.records = records;
        this.whole = List.copyOf(whole);
        this.order = new KeyOrder(records);
    }

    /** The order of keys and elements. */
    KeyOrder order() {
        return order;
    }

    /**
     * The components of a record.
     *
     * @throws io.varve.UnsupportedTypeException if it can't be looked into
     */
    List<RecordParts.Component> components(Object value, Supplier<StatePath> where) {
        return records.components(value.getClass(), where);
    }

    /** Fails if a value is a record that can't be looked into. */
    void require(Object value) {
        if (value instanceof Record && !isWhole(value)) {
            components(value, StatePath::root);
        }
    }

    /**
     * The places at which two values may differ; null if they are not made alike, or have no parts.
     *
     * @param where where the values are, for messages
     */
    @Nullable
    Iterator<Place> places(Object before, Object after, Supplier<StatePath> where) {
        if (isWhole(before) || isWhole(after)) {
            return null;
        }
        if (before instanceof Record) {
            return before.getClass() == after.getClass() ? records.places(before, after, where) : null;
        }
        if (before instanceof Map<?, ?> map && after instanceof Map<?, ?> other) {
            return maps(map, other, order);
        }
        if (before instanceof Seq<?> seq && after instanceof Seq<?> other) {
            return sequences(seq, other);
        }
        if (before instanceof Set<?> set && after instanceof Set<?> other) {
            return Ordinary.sets(set, other, order);
        }
        if (before instanceof java.util.Map<?, ?> map && after instanceof java.util.Map<?, ?> other) {
            return Ordinary.maps(map, other, order);
        }
        if (before instanceof List<?> list && after instanceof List<?> other) {
            return Ordinary.sequences(list, other);
        }
        if (before instanceof java.util.Set<?> set && after instanceof java.util.Set<?> other) {
            return Ordinary.sets(set, other, order);
        }
        return single(before, after);
    }

    /** The same for the elements of sequences that have ids; null if these are none. */
    @Nullable
    Iterator<Place> placesById(Object before, Object after, Function<Object, ?> id) {
        boolean sequences = before instanceof Seq<?> && after instanceof Seq<?>
                || before instanceof List<?> && after instanceof List<?>;
        return !sequences || isWhole(before) || isWhole(after)
                ? null
                : Identities.places((Iterable<?>) before, (Iterable<?>) after, id);
    }

    /**
     * Begins to change parts of a value; null if it has none.
     *
     * @param where where the value is, for messages
     */
    @Nullable
    Edit edit(Object value, Supplier<StatePath> where) {
        if (isWhole(value)) {
            return null;
        }
        if (value instanceof Record) {
            return records.edit(value, where);
        } else if (value instanceof Map<?, ?> map) {
            return MapEdit.of(map);
        } else if (value instanceof PersistentVector<?> vector) {
            return SequenceEdit.of(vector);
        } else if (value instanceof Seq<?> seq) {
            return SequenceEdit.of(seq);
        } else if (value instanceof Set<?> set) {
            return SetEdit.of(set);
        } else if (value instanceof java.util.Map<?, ?> map) {
            return MapEdit.of(map);
        } else if (value instanceof List<?> list) {
            return SequenceEdit.of(list);
        } else if (value instanceof java.util.Set<?> set) {
            return SetEdit.of(set);
        } else if (value instanceof Option<?> option) {
            return SingleEdit.of(option);
        } else if (value instanceof Optional<?> optional) {
            return SingleEdit.of(optional);
        } else if (value instanceof Either<?, ?> either) {
            return SingleEdit.of(either);
        }
        return value instanceof Tuple tuple ? ComponentEdit.of(tuple) : null;
    }

    private static @Nullable Iterator<Place> single(Object before, Object after) {
        if (before instanceof Option<?> option && after instanceof Option<?> other) {
            return one(PRESENT, option.getOrNull(), other.getOrNull());
        }
        if (before instanceof Optional<?> optional && after instanceof Optional<?> other) {
            return one(PRESENT, optional.orElse(null), other.orElse(null));
        }
        if (before instanceof Either<?, ?> either && after instanceof Either<?, ?> other) {
            if (either.isLeft() != other.isLeft()) {
                return null;
            }
            return either.isLeft()
                    ? one(new StatePath.Component("left"), either.getLeft(), other.getLeft())
                    : one(new StatePath.Component("right"), either.get(), other.get());
        }
        if (before instanceof Tuple tuple && after instanceof Tuple other && tuple.arity() == other.arity()) {
            return tuple.toSeq()
                    .zipWith(other.toSeq(), Pair::new)
                    .zipWithIndex(
                            (pair, i) -> new Place(new StatePath.Component("_" + (i + 1)), pair.before(), pair.after()))
                    .iterator();
        }
        return null;
    }

    private static Iterator<Place> maps(Map<?, ?> before, Map<?, ?> after, KeyOrder order) {
        if (before instanceof PersistentMap<?, ?> map && after instanceof PersistentMap<?, ?> other) {
            return io.vavr.collection.Iterator.ofAll(
                            Structure.<Object, Object>unchecked(map).diff(unchecked(other)))
                    .map(Structure::place);
        }
        return Ordinary.maps(Ordinary.copied(before), Ordinary.copied(after), order);
    }

    private static Iterator<Place> sequences(Seq<?> before, Seq<?> after) {
        if (before instanceof PersistentVector<?> vector && after instanceof PersistentVector<?> other) {
            return io.vavr.collection.Iterator.ofAll(
                            Structure.<Object>unchecked(vector).diff(unchecked(other)))
                    .map(Structure::place);
        }
        return Ordinary.sequences(before, after);
    }

    private static Place place(EntryChange<Object, Object> change) {
        StatePath.Step step = new StatePath.Key(change.key());
        if (change instanceof EntryChange.Added<Object, Object> added) {
            return new Place(step, null, added.after());
        } else if (change instanceof EntryChange.Removed<Object, Object> removed) {
            return new Place(step, removed.before(), null);
        } else if (change instanceof EntryChange.Replaced<Object, Object> replaced) {
            return new Place(step, replaced.before(), replaced.after());
        }
        throw new AssertionError("unknown change: " + change);
    }

    private static Place place(ElementChange<Object> change) {
        StatePath.Step step = new StatePath.Index(change.index());
        if (change instanceof ElementChange.Added<Object> added) {
            return new Place(step, null, added.after());
        } else if (change instanceof ElementChange.Removed<Object> removed) {
            return new Place(step, removed.before(), null);
        } else if (change instanceof ElementChange.Replaced<Object> replaced) {
            return new Place(step, replaced.before(), replaced.after());
        }
        throw new AssertionError("unknown change: " + change);
    }

    private static Iterator<Place> one(StatePath.Step step, @Nullable Object before, @Nullable Object after) {
        return List.of(new Place(step, before, after)).iterator();
    }

    /** Whether a value has no parts, whatever it is made of. */
    boolean isWhole(Object value) {
        if (value instanceof CharSeq) {
            return true; // A text, though Vavr makes it a sequence.
        }
        for (Class<?> type : whole) {
            if (type.isInstance(value)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // Only read.
    private static <K, V> PersistentMap<K, V> unchecked(PersistentMap<?, ?> map) {
        return (PersistentMap<K, V>) map;
    }

    @SuppressWarnings("unchecked") // Only read.
    private static <T> PersistentVector<T> unchecked(PersistentVector<?> vector) {
        return (PersistentVector<T>) vector;
    }

    private record Pair(@Nullable Object before, @Nullable Object after) {}
}
