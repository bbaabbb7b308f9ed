package io.varve.internal.codec.value;

import com.esotericsoftware.kryo.kryo5.KryoException;
import io.varve.VarveException;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as its components in their order; one without components as a 0. */
final class RecordSerializer extends ValueSerializer {

    private final RecordNode type;
    private final MethodHandle constructor;
    private final MethodHandle[] accessors;
    private final ValueSerializer[] serializers;
    private final boolean[] nullable;

    /** Makes a serializer whose components are still to be {@linkplain #component set}, as they may lead back here. */
    RecordSerializer(RecordNode type) {
        this.type = type;
        this.constructor = type.constructor();
        List<Component> components = type.components();
        this.accessors = new MethodHandle[components.size()];
        this.serializers = new ValueSerializer[components.size()];
        this.nullable = new boolean[components.size()];
        for (int i = 0; i < accessors.length; i++) {
            accessors[i] = components.get(i).accessor();
            nullable[i] = components.get(i).nullable();
        }
    }

    void component(int index, ValueSerializer serializer) {
        serializers[index] = serializer;
    }

    @Override
    public void write(PageOutput out, Object value) {
        out.enter();
        int i = 0;
        try {
            for (; i < accessors.length; i++) {
                writeComponent(out, i, get(value, i));
            }
        } catch (UnwritableValueException e) {
            throw e.at("." + type.components().get(i).name());
        }
        if (accessors.length == 0) {
            out.writeByte(0);
        }
        out.exit();
    }

    @Override
    public Object read(PageInput in) {
        in.enter();
        @Nullable Object[] values = new Object[serializers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = !nullable[i] || in.readFlag() ? serializers[i].read(in) : null;
        }
        if (values.length == 0) {
            readEmpty(in);
        }
        in.exit();
        return construct(type, constructor, values);
    }

    private void writeComponent(PageOutput out, int index, @Nullable Object component) {
        if (nullable[index]) {
            out.writeByte(component == null ? 0 : 1);
            if (component == null) {
                return;
            }
        } else if (component == null) {
            throw UnwritableValueException.ofNull("mark the component @Nullable, or use Option");
        }
        serializers[index].write(out, component);
    }

    private @Nullable Object get(Object value, int index) {
        try {
            return accessors[index].invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw UnwritableValueException.of("can't be read: " + e);
        }
    }

    static void readEmpty(PageInput in) {
        if (in.readByte() != 0) {
            throw new KryoException("something else than a 0 for what has no parts");
        }
    }

    static Object construct(RecordNode type, MethodHandle constructor, @Nullable Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (VarveException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new KryoException(
                    "the constructor of " + type.type().getName() + " refuses the stored components: " + e, e);
        }
    }
}
