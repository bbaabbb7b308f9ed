package io.varve.internal.diff;

import io.vavr.Tuple;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order of keys and elements that is the same in every JVM: by kind or class; within one, by the natural order of what
 * the JDK compares, part by part of what has parts, else by the text. An order of the application's is not asked, since it
 * may find unequal keys equal.
 */
final class KeyOrder implements Comparator<Object> {

    /** The order that takes records by their texts. */
    static final KeyOrder WITHOUT_RECORDS = new KeyOrder(null);

    private final @Nullable RecordParts records;

    /** The order that looks into records, as far as they can be reached. */
    KeyOrder(@Nullable RecordParts records) {
        this.records = records;
    }

    @Override
    public int compare(Object one, Object other) {
        if (one == other) {
            return 0;
        }
        int byKind = kind(one).compareTo(kind(other));
        if (byKind != 0) {
            return byKind;
        }
        List<Object> parts = parts(one);
        List<Object> otherParts = parts(other);
        if (parts != null && otherParts != null) {
            return lexicographic(parts.iterator(), otherParts.iterator());
        }
        int byValue = isNatural(one) && one.getClass() == other.getClass() || one instanceof Enum<?>
                ? natural(one, other)
                : 0;
        return byValue != 0 ? byValue : Literals.of(one).compareTo(Literals.of(other));
    }

    /** The elements of a set, in this order. */
    List<Object> sorted(Iterable<?> elements) {
        List<Object> sorted = new ArrayList<>();
        elements.forEach(sorted::add);
        sorted.sort(this);
        return sorted;
    }

    private int lexicographic(Iterator<?> parts, Iterator<?> others) {
        while (parts.hasNext() && others.hasNext()) {
            Object part = parts.next();
            Object other = others.next();
            int order =
                    part == null || other == null ? Boolean.compare(part != null, other != null) : compare(part, other);
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(parts.hasNext(), others.hasNext());
    }

    /** Whatever class a collection is of: that depends on where it comes from. */
    private static String kind(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getName();
        } else if (isSet(value)) {
            return "set";
        } else if (value instanceof Map<?, ?> || value instanceof io.vavr.collection.Map<?, ?>) {
            return "map";
        } else if (isSequence(value)) {
            return "sequence";
        } else if (value instanceof Option<?> || value instanceof Optional<?>) {
            return "option";
        }
        return value.getClass().getName();
    }

    private @Nullable List<Object> parts(Object value) {
        if (isSet(value)) {
            return sorted((Iterable<?>) value);
        } else if (value instanceof Map<?, ?> map) {
            return sortedEntries(map);
        } else if (value instanceof io.vavr.collection.Map<?, ?> map) {
            return sortedEntries(Ordinary.copied(map));
        } else if (isSequence(value)) {
            return listed((Iterable<?>) value);
        } else if (value instanceof Option<?> option) {
            return listed(option);
        } else if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? List.of(optional.get()) : List.of();
        } else if (value instanceof Either<?, ?> either) {
            return either.isLeft() ? List.of(either.getLeft()) : List.of(either.get());
        } else if (value instanceof Tuple tuple) {
            return listed(tuple.toSeq());
        }
        List<RecordParts.Component> components =
                records != null && value instanceof Record ? records.reached(value.getClass()) : null;
        return components == null
                ? null
                : listed(io.vavr.collection.Vector.ofAll(components).map(component -> component.of(value)));
    }

    private List<Object> sortedEntries(Map<?, ?> map) {
        List<Object> parts = new ArrayList<>();
        for (Object key : sorted(map.keySet())) {
            parts.add(key);
            parts.add(map.get(key));
        }
        return parts;
    }

    private static List<Object> listed(Iterable<?> elements) {
        List<Object> list = new ArrayList<>();
        elements.forEach(list::add);
        return list;
    }

    private static boolean isSet(Object value) {
        return value instanceof java.util.Set<?> || value instanceof io.vavr.collection.Set<?>;
    }

    private static boolean isSequence(Object value) {
        return value instanceof List<?>
                || value instanceof io.vavr.collection.Seq<?> && !(value instanceof CharSequence);
    }

    private static boolean isNatural(Object value) {
        return value instanceof Comparable<?> && value.getClass().getName().startsWith("java.");
    }

    @SuppressWarnings("unchecked") // Both are of one class of the JDK, or constants of one enum.
    private static int natural(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }
}
