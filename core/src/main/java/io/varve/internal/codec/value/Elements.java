package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.UnreadableSchemaException;
import io.varve.internal.codec.schema.ContainerKind;
import io.vavr.Tuple2;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How collections of each kind are taken apart and made. */
final class Elements {

    private Elements() {}

    /** The size of a sequence or set. */
    static int size(Object collection) {
        return collection instanceof Collection<?> java
                ? java.size()
                : ((io.vavr.collection.Traversable<?>) collection).size();
    }

    /** Whether the order in which the elements come is not part of the value. */
    static boolean isUnordered(ContainerKind kind) {
        return switch (kind) {
            case JAVA_SET, JAVA_MAP, VAVR_HASH_SET, VAVR_HASH_MAP -> true;
            default -> false;
        };
    }

    /** Makes a sequence or a set. */
    static Object collection(ContainerKind kind, List<Object> elements) {
        return switch (kind) {
            case JAVA_LIST -> List.copyOf(elements);
            case VAVR_LIST -> io.vavr.collection.List.ofAll(elements);
            case VAVR_VECTOR -> io.vavr.collection.Vector.ofAll(elements);
            case VAVR_ARRAY -> io.vavr.collection.Array.ofAll(elements);
            case VAVR_QUEUE -> io.vavr.collection.Queue.ofAll(elements);
            case JAVA_SET -> Collections.unmodifiableSet(complete(new LinkedHashSet<>(elements), elements));
            case VAVR_HASH_SET -> complete(io.vavr.collection.HashSet.ofAll(elements), elements);
            case VAVR_LINKED_HASH_SET -> complete(io.vavr.collection.LinkedHashSet.ofAll(elements), elements);
            case VAVR_TREE_SET -> complete(io.vavr.collection.TreeSet.ofAll(naturalOrder(), elements), elements);
            default -> throw new AssertionError(kind + " is no collection of elements");
        };
    }

    /** Makes a map. */
    static Object map(ContainerKind kind, List<Tuple2<Object, Object>> entries) {
        return switch (kind) {
            case JAVA_MAP -> {
                // As large as it has to be: there may be a map in each of a million entries.
                Map<Object, Object> map = new LinkedHashMap<>(entries.size() * 4 / 3 + 1);
                entries.forEach(entry -> map.put(entry._1, entry._2));
                yield Collections.unmodifiableMap(complete(map, map.size(), entries.size()));
            }
            case VAVR_HASH_MAP -> complete(io.vavr.collection.HashMap.ofEntries(entries), entries);
            case VAVR_LINKED_HASH_MAP -> complete(io.vavr.collection.LinkedHashMap.ofEntries(entries), entries);
            case VAVR_TREE_MAP -> complete(io.vavr.collection.TreeMap.ofEntries(naturalOrder(), entries), entries);
            default -> throw new AssertionError(kind + " is no map");
        };
    }

    /** Fails if a sorted collection has an order of its own. */
    static void requireNaturalOrder(ContainerKind kind, Object collection) {
        if (kind != ContainerKind.VAVR_TREE_SET && kind != ContainerKind.VAVR_TREE_MAP) {
            return;
        }
        Comparator<?> order = ((io.vavr.collection.Ordered<?>) collection).comparator();
        if (!order.equals(Comparator.naturalOrder())
                && !order.equals(io.vavr.collection.TreeSet.<String>empty().comparator())) {
            throw UnwritableValueException.of(
                    "is sorted by an order of its own, and only the natural order can be kept");
        }
    }

    static List<Object> newList(int count) {
        return new ArrayList<>(Math.min(count, 64));
    }

    private static <C extends Iterable<?>> C complete(C made, List<?> elements) {
        return complete(made, size(made), elements.size());
    }

    private static <C> C complete(C made, int size, int expected) {
        if (size != expected) {
            throw new SameElementsException(expected, size);
        }
        return made;
    }

    @SuppressWarnings(
            "unchecked") // The type graph admits only Comparable elements; others fail when they are compared.
    private static Comparator<Object> naturalOrder() {
        return (Comparator<Object>) (Comparator<?>) Comparator.naturalOrder();
    }

    /** Elements of a set, or keys of a map, are the same: damage, unless they differed when they were stored. */
    static final class SameElementsException extends KryoException {

        @Serial
        private static final long serialVersionUID = 1L;

        SameElementsException(int expected, int size) {
            super(expected + " elements or keys of which only " + size + " differ");
        }

        /**
         * What a reader is told.
         *
         * @param evolved where the elements are, if they are others than they were when they were stored; else null
         */
        RuntimeException at(@Nullable String evolved) {
            return evolved == null
                    ? this
                    : new UnreadableSchemaException(evolved + ": stored elements or keys are the same now: of "
                            + getMessage() + "; keep what told them apart, or convert the collection as a whole");
        }
    }
}
