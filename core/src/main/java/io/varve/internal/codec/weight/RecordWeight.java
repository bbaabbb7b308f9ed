package io.varve.internal.codec.weight;

import io.varve.internal.codec.type.TypeNode.RecordNode;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** A record: its own size, and its components. */
final class RecordWeight extends Weight {

    /** Twice what the codec writes at once; deeper ones would overflow the stack of some thread. */
    private static final int MAX_DEPTH = 1_000;

    private static final int HEADER = 12;
    private static final int REFERENCE = 4;

    private final Class<?> type;
    private final long shallow;
    private final MethodHandle[] accessors;

    /** Those of the components that are objects; null for primitive ones, which are a part of the record. */
    private final @Nullable Weight[] components;

    /** Makes a weight whose components are still to be {@linkplain #component set}, as they may lead back here. */
    RecordWeight(RecordNode node) {
        this.type = node.type();
        this.components = new Weight[node.components().size()];
        this.accessors = new MethodHandle[components.length];
        long size = HEADER;
        for (int i = 0; i < components.length; i++) {
            accessors[i] = node.components().get(i).accessor();
            Class<?> component = type.getRecordComponents()[i].getType();
            size += component == long.class || component == double.class ? Long.BYTES : REFERENCE;
        }
        this.shallow = aligned(size);
    }

    void component(int index, Weight weight) {
        RecordComponent component = type.getRecordComponents()[index];
        components[index] = component.getType().isPrimitive() ? null : weight;
    }

    @Override
    long weigh(Object value, int depth) {
        requireDepth(depth);
        long sum = shallow;
        for (int i = 0; i < components.length; i++) {
            Weight component = components[i];
            if (component != null) {
                sum += component.of(get(value, i), depth + 1);
            }
        }
        return sum;
    }

    @Override
    long difference(Object before, Object after, int depth) {
        requireDepth(depth);
        long sum = 0;
        for (int i = 0; i < components.length; i++) {
            Weight component = components[i];
            if (component != null) {
                sum += component.change(get(before, i), get(after, i), depth + 1);
            }
        }
        return sum;
    }

    private void requireDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(type.getName() + " is nested more than " + MAX_DEPTH
                    + " deep; keep long chains in a list, a vector" + " or a map instead of in each other");
        }
    }

    private @Nullable Object get(Object value, int index) {
        try {
            return accessors[index].invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(type.getName() + " can't be read: " + e, e);
        }
    }
}
