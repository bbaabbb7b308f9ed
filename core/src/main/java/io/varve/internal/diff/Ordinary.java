package io.varve.internal.diff;

import io.varve.diff.StatePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collections that share nothing that could be skipped, Vavr's and the JDK's: both are gone through, and cost their sizes.
 * Many of them have an order that differs from one JVM to the next, so that keys and elements are sorted here.
 */
final class Ordinary {

    private Ordinary() {}

    /** The entries of a map of Vavr's, to be found by {@code equals} whatever the map finds them by. */
    static Map<Object, Object> copied(io.vavr.collection.Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach(entry -> copy.put(entry._1, entry._2));
        return copy;
    }

    /** The keys whose values are not equal, in order. */
    static Iterator<Place> maps(Map<?, ?> before, Map<?, ?> after, KeyOrder order) {
        Map<Object, Object> others = new LinkedHashMap<>(after);
        List<Place> places = new ArrayList<>();
        before.forEach((key, value) -> {
            Object other = others.remove(key);
            if (!Objects.equals(value, other)) {
                places.add(new Place(new StatePath.Key(key), value, other));
            }
        });
        others.forEach((key, value) -> places.add(new Place(new StatePath.Key(key), null, value)));
        places.sort(Comparator.comparing(place -> ((StatePath.Key) place.step()).key(), order));
        return places.iterator();
    }

    /** The elements that only one of two sets has, in order. */
    static Iterator<Place> sets(Iterable<?> before, Iterable<?> after, KeyOrder order) {
        Set<Object> ours = new HashSet<>();
        before.forEach(ours::add);
        Set<Object> others = new HashSet<>();
        after.forEach(others::add);
        List<Place> places = new ArrayList<>();
        ours.stream()
                .filter(element -> !others.contains(element))
                .forEach(element -> places.add(new Place(new StatePath.Element(element), element, null)));
        others.stream()
                .filter(element -> !ours.contains(element))
                .forEach(element -> places.add(new Place(new StatePath.Element(element), null, element)));
        places.sort(Comparator.comparing(place -> ((StatePath.Element) place.step()).element(), order));
        return places.iterator();
    }

    /** The indexes at which elements are not equal. */
    static Iterator<Place> sequences(Iterable<?> before, Iterable<?> after) {
        return new Positions(before.iterator(), after.iterator());
    }

    private static final class Positions implements Iterator<Place> {

        private final Iterator<?> before;
        private final Iterator<?> after;
        private int index;
        private @Nullable Place next;

        Positions(Iterator<?> before, Iterator<?> after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public boolean hasNext() {
            while (next == null && (before.hasNext() || after.hasNext())) {
                Object left = before.hasNext() ? before.next() : null;
                Object right = after.hasNext() ? after.next() : null;
                if (!Objects.equals(left, right)) {
                    next = new Place(new StatePath.Index(index), left, right);
                }
                index++;
            }
            return next != null;
        }

        @Override
        public Place next() {
            if (!hasNext() || next == null) {
                throw new java.util.NoSuchElementException("no more places");
            }
            Place result = next;
            next = null;
            return result;
        }
    }
}
