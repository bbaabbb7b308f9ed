package io.varve.internal.diff;

import io.varve.diff.StatePath;
import io.varve.diff.StatePath.Component;
import io.varve.diff.StatePath.Element;
import io.varve.diff.StatePath.Index;
import io.varve.diff.StatePath.Present;
import io.varve.diff.StatePath.Step;
import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds what a state has at a place. Thread-safe. */
final class PlaceFinder {

    private final RecordParts records;

    PlaceFinder(RecordParts records) {
        this.records = records;
    }

    /**
     * What is at a place, or null if there is nothing.
     *
     * @throws IllegalArgumentException if a record on the way has no component of that name
     */
    @Nullable
    Object find(Object state, StatePath path) {
        Object value = state;
        int steps = 0;
        for (Step step : path.steps()) {
            int taken = steps;
            value = part(value, step, () -> new StatePath(path.steps().take(taken)));
            if (value == null) {
                return null;
            }
            steps++;
        }
        return value;
    }

    private @Nullable Object part(Object whole, Step step, Supplier<StatePath> where) {
        if (step instanceof Component component) {
            return component(whole, component.name(), where);
        } else if (step instanceof StatePath.Key key) {
            return entry(whole, key.key());
        } else if (step instanceof Index at) {
            return element(whole, at.index());
        } else if (step instanceof Element element) {
            return contains(whole, element.element()) ? element.element() : null;
        } else if (step instanceof Present) {
            return whole instanceof Option<?> option
                    ? option.getOrNull()
                    : whole instanceof Optional<?> optional ? optional.orElse(null) : null;
        }
        throw new IllegalArgumentException("an element is found by its index, not by an id, as at "
                + where.get().then(step));
    }

    private @Nullable Object component(Object whole, String name, Supplier<StatePath> where) {
        if (whole instanceof Record) {
            List<RecordParts.Component> components = records.components(whole.getClass(), where);
            return components.stream()
                    .filter(each -> each.step().name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("no component '" + name + "' at " + where.get() + ", a "
                                    + whole.getClass().getSimpleName() + "; it has: "
                                    + String.join(
                                            ", ",
                                            components.stream()
                                                    .map(each -> each.step().name())
                                                    .toList())))
                    .of(whole);
        } else if (whole instanceof Tuple tuple) {
            Seq<?> parts = tuple.toSeq();
            for (int i = 0; i < parts.size(); i++) {
                if (name.equals("_" + (i + 1))) {
                    return parts.get(i);
                }
            }
        } else if (whole instanceof Either<?, ?> either) {
            return either.isLeft() && name.equals("left")
                    ? either.getLeft()
                    : either.isRight() && name.equals("right") ? either.get() : null;
        }
        return null;
    }

    /** A key that a map can't compare with its own is not in it. */
    private static @Nullable Object entry(Object whole, Object key) {
        try {
            if (whole instanceof Map<?, ?> map) {
                return unchecked(map).get(key).getOrNull();
            }
            return whole instanceof java.util.Map<?, ?> map ? map.get(key) : null;
        } catch (ClassCastException e) {
            return null;
        }
    }

    private static @Nullable Object element(Object whole, int index) {
        if (whole instanceof Seq<?> seq) {
            return index < seq.size() ? seq.get(index) : null;
        }
        return whole instanceof List<?> list && index < list.size() ? list.get(index) : null;
    }

    private static boolean contains(Object whole, Object element) {
        try {
            if (whole instanceof Set<?> set) {
                return unchecked(set).contains(element);
            }
            return whole instanceof java.util.Set<?> set && set.contains(element);
        } catch (ClassCastException e) {
            return false;
        }
    }

    @SuppressWarnings("unchecked") // Only asked.
    private static Map<Object, Object> unchecked(Map<?, ?> map) {
        return (Map<Object, Object>) map;
    }

    @SuppressWarnings("unchecked") // as above
    private static Set<Object> unchecked(Set<?> set) {
        return (Set<Object>) set;
    }
}
