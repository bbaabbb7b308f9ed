package io.varve.internal.trie;

import io.varve.UnsupportedTypeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/** Writes records by their components, through one method handle for each class. */
final class RecordKey implements KeyType {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private final MethodHandle put;
    private final long name;

    private RecordKey(MethodHandle put, long name) {
        this.put = put;
        this.name = name;
    }

    static RecordKey of(Class<?> type, long name) {
        MethodHandle all = MethodHandles.empty(MethodType.methodType(void.class, CanonicalSink.class, Object.class));
        for (RecordComponent component : type.getRecordComponents()) {
            MethodHandle next =
                    MethodHandles.filterArguments(putter(component.getType()), 1, accessor(type, component));
            // foldArguments runs what it is given first.
            all = MethodHandles.foldArguments(next, all);
        }
        return new RecordKey(all, name);
    }

    @Override
    public void put(Object key, CanonicalSink sink) {
        sink.put(KeyTag.RECORD, name, 8);
        try {
            put.invokeExact(sink, key);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("an accessor of the key '" + key + "' failed", e);
        }
    }

    private static MethodHandle accessor(Class<?> type, RecordComponent component) {
        Method accessor = component.getAccessor();
        if (!accessor.trySetAccessible()) {
            throw new UnsupportedTypeException(
                    type.getName() + " can't be the type of a key as it can't be read: make it"
                            + " public in an exported package, open " + type.getPackageName()
                            + " to io.varve.core, or make it implement VarveKey.hashTo(sink)");
        }
        try {
            MethodHandle handle = LOOKUP.unreflect(accessor);
            Class<?> result = component.getType().isPrimitive() ? component.getType() : Object.class;
            return handle.asType(MethodType.methodType(result, Object.class));
        } catch (IllegalAccessException e) {
            throw new LinkageError("made accessible above", e);
        }
    }

    /** The method of the sink that takes components of a type. */
    private static MethodHandle putter(Class<?> type) {
        try {
            String name = type.isPrimitive()
                    ? "put" + Character.toUpperCase(type.getName().charAt(0))
                            + type.getName().substring(1)
                    : "putNullable";
            Class<?> argument = type.isPrimitive() ? type : Object.class;
            return LOOKUP.findVirtual(CanonicalSink.class, name, MethodType.methodType(CanonicalSink.class, argument))
                    .asType(MethodType.methodType(void.class, CanonicalSink.class, argument));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the sink takes every primitive type", e);
        }
    }
}
