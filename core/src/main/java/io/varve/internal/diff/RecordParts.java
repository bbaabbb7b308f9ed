package io.varve.internal.diff;

import io.varve.UnsupportedTypeException;
import io.varve.diff.StatePath;
import io.varve.internal.codec.type.RecordAccess;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes records apart. Thread-safe. */
final class RecordParts {

    private final ConcurrentHashMap<Class<?>, List<Component>> known = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, MethodHandle> constructors = new ConcurrentHashMap<>();
    private final RecordAccess access;
    private final MethodHandles.@Nullable Lookup lookup;

    RecordParts(MethodHandles.@Nullable Lookup lookup) {
        this.lookup = lookup;
        this.access = new RecordAccess(lookup);
    }

    /** The components of two records of one class, each read when it is come to. */
    Iterator<Place> places(Object before, Object after, Supplier<StatePath> where) {
        List<Component> components = components(before.getClass(), where);
        return IntStream.range(0, components.size())
                .mapToObj(i -> {
                    Component component = components.get(i);
                    return new Place(component.step, component.of(before), component.of(after));
                })
                .iterator();
    }

    /**
     * The components of a record.
     *
     * @throws UnsupportedTypeException if they can't be reached
     */
    List<Component> components(Class<?> type, Supplier<StatePath> where) {
        List<Component> components = reached(type);
        if (components == null) {
            throw new UnsupportedTypeException(where.get() + ": " + explain(type));
        }
        return components;
    }

    /**
     * Begins to change components of a record.
     *
     * @throws UnsupportedTypeException if it can't be reached
     */
    Edit edit(Object whole, Supplier<StatePath> where) {
        Class<?> type = whole.getClass();
        List<Component> components = components(type, where);
        MethodHandle constructor = constructor(type, where);
        return new ComponentEdit(
                components.stream().map(component -> component.step().name()).toList(),
                components.stream().map(component -> component.of(whole)).toArray(),
                parts -> made(constructor, parts));
    }

    private MethodHandle constructor(Class<?> type, Supplier<StatePath> where) {
        MethodHandle before = constructors.get(type);
        if (before != null) {
            return before;
        }
        try {
            MethodHandle constructor = access.constructor(type);
            constructors.put(type, constructor);
            return constructor;
        } catch (IllegalAccessException e) {
            throw new UnsupportedTypeException(where.get() + ": " + explain(type));
        }
    }

    private static Object made(MethodHandle constructor, @Nullable Object[] parts) {
        try {
            return constructor.invokeExact(parts);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor failed: " + e, e);
        }
    }

    /** The components of a record, or null if they can't be reached. */
    @Nullable
    List<Component> reached(Class<?> type) {
        List<Component> before = known.get(type);
        if (before != null) {
            return before;
        }
        List<Component> components = new ArrayList<>();
        for (RecordComponent each : type.getRecordComponents()) {
            try {
                components.add(new Component(new StatePath.Component(each.getName()), access.accessor(type, each)));
            } catch (IllegalAccessException e) {
                return null;
            }
        }
        known.put(type, components);
        return components;
    }

    private String explain(Class<?> type) {
        return "record " + type.getTypeName() + " can't be compared, as it is not accessible to Varve"
                + (lookup == null
                        ? ""
                        : ", not even through the given lookup of "
                                + lookup.lookupClass().getName())
                + "; make it public in an exported package, or give StateDiff.between a MethodHandles.lookup() of a class"
                + " in package " + type.getPackageName();
    }

    /** A component of a record. */
    record Component(StatePath.Component step, MethodHandle accessor) {

        @Nullable
        Object of(Object whole) {
            try {
                return accessor.invokeExact(whole);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(
                        "component " + step.name() + " of " + whole.getClass().getTypeName() + " can't be read", e);
            }
        }
    }
}
