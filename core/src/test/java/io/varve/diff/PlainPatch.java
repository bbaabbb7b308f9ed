package io.varve.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.varve.diff.StatePath.Step;
import io.vavr.Tuple;
import io.vavr.Tuple1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple8;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model of what changes mean: applies them to a state one by one, checking that what they say of it is true. */
public final class PlainPatch {

    private PlainPatch() {}

    /** The state after the changes. */
    @SuppressWarnings("unchecked")
    public static <S> S applied(S before, Iterable<StateChange> changes) {
        Object state = before;
        for (StateChange change : changes) {
            state = at(state, change.path().steps().toJavaList(), change);
        }
        return (S) state;
    }

    private static @Nullable Object at(@Nullable Object value, List<Step> steps, StateChange change) {
        if (steps.isEmpty()) {
            return changed(value, change);
        }
        List<Step> rest = steps.subList(1, steps.size());
        Step step = steps.get(0);
        if (step instanceof StatePath.Component component) {
            return component(value, component.name(), rest, change);
        } else if (step instanceof StatePath.Key key) {
            return entry(value, key.key(), rest, change);
        } else if (step instanceof StatePath.Index index) {
            return element(value, index.index(), rest, change);
        } else if (step instanceof StatePath.Element element) {
            assertThat(rest).isEmpty();
            return member(value, element.element(), change);
        }
        Object held = value instanceof Option<?> option ? option.getOrNull() : ((Optional<?>) value).orElse(null);
        Object next = at(held, rest, change);
        return value instanceof Option ? Option.of(next) : Optional.ofNullable(next);
    }

    private static @Nullable Object changed(@Nullable Object value, StateChange change) {
        if (change instanceof StateChange.Added added) {
            assertThat(value).isNull();
            return added.after();
        } else if (change instanceof StateChange.Removed removed) {
            assertThat(value).isEqualTo(removed.before());
            return null;
        }
        StateChange.Replaced replaced = (StateChange.Replaced) change;
        assertThat(value).isEqualTo(replaced.before());
        return replaced.after();
    }

    private static Object component(Object whole, String name, List<Step> rest, StateChange change) {
        if (whole instanceof Either<?, ?> either) {
            assertThat(name).isEqualTo(either.isLeft() ? "left" : "right");
            return either.isLeft()
                    ? Either.left(at(either.getLeft(), rest, change))
                    : Either.right(at(either.get(), rest, change));
        }
        if (whole instanceof Tuple tuple) {
            List<Object> parts = new ArrayList<>(tuple.toSeq().toJavaList());
            int index = Integer.parseInt(name.substring(1)) - 1;
            parts.set(index, at(parts.get(index), rest, change));
            return tuple(parts);
        }
        try {
            RecordComponent[] components = whole.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = accessor.invoke(whole);
                if (components[i].getName().equals(name)) {
                    values[i] = at(values[i], rest, change);
                }
            }
            Constructor<?> constructor = whole.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(String.valueOf(e.getMessage()), e);
        }
    }

    private static Object tuple(List<Object> parts) {
        return switch (parts.size()) {
            case 1 -> new Tuple1<>(parts.get(0));
            case 2 -> new Tuple2<>(parts.get(0), parts.get(1));
            case 3 -> new Tuple3<>(parts.get(0), parts.get(1), parts.get(2));
            case 8 ->
                new Tuple8<>(
                        parts.get(0),
                        parts.get(1),
                        parts.get(2),
                        parts.get(3),
                        parts.get(4),
                        parts.get(5),
                        parts.get(6),
                        parts.get(7));
            default -> throw new AssertionError(parts);
        };
    }

    @SuppressWarnings("unchecked")
    private static Object entry(Object whole, Object key, List<Step> rest, StateChange change) {
        if (whole instanceof java.util.Map<?, ?> map) {
            java.util.Map<Object, Object> copy = new LinkedHashMap<>(map);
            Object next = at(copy.get(key), rest, change);
            if (next == null) {
                copy.remove(key);
            } else {
                copy.put(key, next);
            }
            return copy;
        }
        Map<Object, Object> map = (Map<Object, Object>) whole;
        Object next = at(map.get(key).getOrNull(), rest, change);
        return next == null ? map.remove(key) : map.put(key, next);
    }

    /** What goes from a sequence is its end, so that with the first index all behind it are gone. */
    @SuppressWarnings("unchecked")
    private static Object element(Object whole, int index, List<Step> rest, StateChange change) {
        boolean isList = whole instanceof List;
        Seq<Object> seq = isList ? io.vavr.collection.Vector.ofAll((List<Object>) whole) : (Seq<Object>) whole;
        if (rest.isEmpty() && change instanceof StateChange.Removed) {
            seq = seq.take(index);
        } else if (index == seq.length()) {
            seq = seq.append(at(null, rest, change));
        } else {
            seq = seq.update(index, at(seq.get(index), rest, change));
        }
        return isList ? seq.toJavaList() : seq;
    }

    @SuppressWarnings("unchecked")
    private static Object member(Object whole, Object element, StateChange change) {
        boolean isJava = whole instanceof java.util.Set;
        boolean added = change instanceof StateChange.Added;
        assertThat(isJava ? ((java.util.Set<Object>) whole).contains(element) : ((Set<Object>) whole).contains(element))
                .isEqualTo(!added);
        if (isJava) {
            java.util.Set<Object> copy = new LinkedHashSet<>((java.util.Set<Object>) whole);
            boolean changed = added ? copy.add(element) : copy.remove(element);
            assertThat(changed).isTrue();
            return copy;
        }
        return added ? ((Set<Object>) whole).add(element) : ((Set<Object>) whole).remove(element);
    }
}
